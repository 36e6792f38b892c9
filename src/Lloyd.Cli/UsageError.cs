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

    /// <summary>Refuses mistyped options, which an argument that takes any number of values would take too.</summary>
    public static Argument<string[]> ButNoOptions(this Argument<string[]> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => IsOption(token.Value)))
                result.AddError("An option is mistyped.");      // which one, and what for, is said below
        });
        return argument;
    }

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';

    private static IEnumerable<string> MistypedOptions(ParseResult parsed, Command command) => command.Arguments.OfType<Argument<string[]>>()
        .SelectMany(each => parsed.GetResult(each)?.Tokens ?? []).Select(token => token.Value).Where(IsOption);

    private static string What(ParseResult parsed, Command command, string path)
    {
        string[] commands = [.. command.Subcommands.Select(sub => sub.Name)];
        if (parsed.UnmatchedTokens.Concat(MistypedOptions(parsed, command)).FirstOrDefault() is not { } token)
            return commands.Length > 0 ? $"Say what to do: {path} {string.Join('|', commands)}."
                : Missing(parsed, command) is { Length: > 0 } missing ? $"{path} needs {string.Join(" and ", missing)}."
                : string.Join(' ', parsed.Errors.Select(error => error.Message.ReplaceLineEndings(" ")).Distinct());

        bool isOption = IsOption(token);
        string? near = Spelling.Nearest(token, isOption ? command.Options.Select(option => option.Name) : commands);
        string kind = isOption ? "option" : commands.Length > 0 ? "command" : "further argument";
        return $"{path} takes no {kind} '{Shown.Text(token)}'"
            + (near is not null ? $"; did you mean {near}?" : kind == "command" ? $"; it takes {string.Join(", ", commands)}." : ".");
    }

    /// <summary>What must be given and is not.</summary>
    private static string[] Missing(ParseResult parsed, Command command) =>
    [
        .. command.Arguments.Where(each => each.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(each) is null or { Tokens.Count: 0 })
            .Select(each => each.Name),
        .. command.Options.Where(each => each.Required && parsed.GetResult(each) is null or { Implicit: true }).Select(each => each.Name),
    ];

    private static string PathOf(Command command) =>
        command is RootCommand ? "lloyd" : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
