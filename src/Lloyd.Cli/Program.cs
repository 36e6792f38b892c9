using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Lloyd;
using Lloyd.Cli;

var root = new RootCommand("k-means, exact and the same bits everywhere.\n\nTo begin: lloyd play")
{
    MakeCommand.Create(), FitCommand.Create(), PredictCommand.Create(), ChooseCommand.Create(), ExplainCommand.Create(), RenderCommand.Create(),
    ExportCommand.Create(), PlayCommand.Create(), WorkerCommand.Create(), JobCommands.Status(), JobCommands.Resume(), JobCommands.Cancel(), JobCommands.Forget(),
};
foreach (HelpOption help in root.Options.OfType<HelpOption>())
    help.Action = new ShortHelp((HelpAction)help.Action!);
ParseResult parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    Console.Error.WriteLine($"lloyd: {UsageError.Describe(parsed)}");
    return 1;
}
using var ending = new CancellationTokenSource();
using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, ending.Token);
}
catch (InvalidInputException e)
{
    Console.Error.WriteLine($"lloyd: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("lloyd: cancelled");
    return 130;
}
catch (OutOfMemoryException)
{
    Console.Error.WriteLine($"lloyd: {LackOfMemory.Describe(parsed)}");
    return 1;
}
#pragma warning disable CA1031 // the last resort: whatever else happens is a defect of ours, told in one line
catch (Exception e)
#pragma warning restore CA1031
{
    Console.Error.WriteLine($"lloyd: a defect of lloyd itself, please report it: {e.GetType().Name}: {e.Message}");
    return 70;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;       // the command ends by itself, and leaves nothing half-written
    ending.Cancel();
}
