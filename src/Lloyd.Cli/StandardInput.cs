using System.IO.Pipelines;

namespace Lloyd.Cli;

/// <summary>Stdin, given up when the command is interrupted.</summary>
internal static class StandardInput
{
    /// <summary>Opens it. Nothing ends a read of stdin that waits for its writer, so one pipe away from it, where the
    /// command reads, waiting can be ended.</summary>
    /// <exception cref="OperationCanceledException">Thrown by a read once <paramref name="cancellation"/> is cancelled.</exception>
    public static Stream Open(CancellationToken cancellation)
    {
        var pipe = new Pipe();
        Stream stdin = Console.OpenStandardInput();
        _ = Task.Run(() => stdin.CopyToAsync(pipe.Writer, cancellation), cancellation)
            .ContinueWith(copy => pipe.Writer.Complete(copy.Exception?.InnerException), TaskScheduler.Default);
        cancellation.Register(pipe.Reader.CancelPendingRead);
        return pipe.Reader.AsStream();
    }
}
