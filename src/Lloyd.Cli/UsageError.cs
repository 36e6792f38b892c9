using System.CommandLine;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>What is wrong with a command line, in one line.</summary>
internal static class UsageError
{
    public static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string path = PathOf(command);
        return $"{What(parsed, command, path)} See {path} --help.";
    }

    private static string What(ParseResult parsed, Command command, string path)
    {
        string[] commands = [.. command.Subcommands.Select(sub => sub.Name)];
        if (parsed.UnmatchedTokens is not [var token, ..])
            return commands.Length > 0
                ? $"Say what to do: {path} {string.Join('|', commands)}."
                : string.Join(' ', parsed.Errors.Select(error => error.Message.ReplaceLineEndings(" ")).Distinct());

        bool isOption = token.StartsWith('-');
        string? near = Spelling.Nearest(token, isOption ? command.Options.Select(option => option.Name) : commands);
        string kind = isOption ? "option" : commands.Length > 0 ? "command" : "further argument";
        return $"{path} takes no {kind} '{Shown.Text(token)}'"
            + (near is not null ? $"; did you mean {near}?" : kind == "command" ? $"; it takes {string.Join(", ", commands)}." : ".");
    }

    private static string PathOf(Command command) =>
        command is RootCommand ? "lloyd" : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
