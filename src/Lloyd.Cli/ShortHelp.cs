using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lloyd.Cli;

/// <summary>The usual help, in which a list of commands has one line for each: examples are in the help of a command itself.</summary>
internal sealed class ShortHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        foreach (Command command in parseResult.CommandResult.Command.Subcommands)
            command.Description = command.Description?.Split('\n')[0];
        return usual.Invoke(parseResult);
    }
}
