using System.CommandLine;
using Lloyd;
using Lloyd.Cli;

var root = new RootCommand("k-means, exact and the same bits everywhere.")
{
    MakeCommand.Create(), FitCommand.Create(), PredictCommand.Create(), PlayCommand.Create(),
};
ParseResult parsed = root.Parse(args);
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (InvalidInputException e)
{
    Console.Error.WriteLine($"lloyd: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("lloyd: cancelled; nothing was written.");
    return 130;
}
#pragma warning disable CA1031 // the last resort: whatever else happens is a defect of ours, told in one line
catch (Exception e)
#pragma warning restore CA1031
{
    Console.Error.WriteLine($"lloyd: a defect of lloyd itself, please report it: {e.GetType().Name}: {e.Message}");
    return 70;
}
