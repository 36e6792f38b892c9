using System.Diagnostics;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>A fit whose process is killed goes on from its checkpoint and ends with the same bits.</summary>
public sealed class ResumeTests : InFolder
{
    [Fact]
    public void KilledAndCalledAgain()
    {
        string data = InIt("data.npy"), checkpoint = InIt("fit.checkpoint");
        Assert.Equal(0, Run($"make uniform --samples 30000 --features 3 --seed 5 -o {data}").Exit);
        string Fit(string name) => $"fit {data} -k 40 --init random --restarts 2 --tolerance 0 --iterations 60 -o {InIt(name + ".lloyd")} --labels {InIt(name + ".csv")}";
        Assert.Equal(0, Run(Fit("whole")).Exit);

        using (Process killed = Start($"{Fit("resumed")} --checkpoint {checkpoint}"))
        {
            while (!killed.HasExited && !(File.Exists(checkpoint) && Checkpoint.Load(File.ReadAllBytes(checkpoint)).Iteration >= 5))
                Thread.Sleep(1);
            Assert.False(killed.HasExited, "it ended before it could be killed");
            killed.Kill();      // SIGKILL: nothing can be tidied up
            killed.WaitForExit();
        }
        Assert.False(File.Exists(InIt("resumed.lloyd")));
        Checkpoint at = Checkpoint.Load(File.ReadAllBytes(checkpoint));
        Assert.True(at.Iteration >= 5);

        (int exit, _, string messages) = Run($"{Fit("resumed")} --checkpoint {checkpoint}");
        Assert.Equal(0, exit);
        Assert.Contains($"going on from '{checkpoint}': start {at.Restart + 1}, iteration {at.Iteration}", messages, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(InIt("whole.lloyd")), File.ReadAllBytes(InIt("resumed.lloyd")));
        Assert.Equal(File.ReadAllBytes(InIt("whole.csv")), File.ReadAllBytes(InIt("resumed.csv")));
        Assert.False(File.Exists(checkpoint));
    }

    [Fact]
    public void ACheckpointOfOtherDataIsRefusedAndKept()
    {
        string checkpoint = InIt("c");
        Checkpoint? kept = null;
        new KMeans(2).Fit(new Points<double>(new double[] { 1, 2, 8, 9 }, 1), null, each => kept = each);
        File.WriteAllBytes(checkpoint, kept!.Save());
        (int exit, _, string messages) = Run($"fit - -k 2 --checkpoint {checkpoint}", "x\n1\n2\n3\n");
        Assert.Equal(1, exit);
        Assert.Contains("The checkpoint is of another fit: it was written for other data.", messages, StringComparison.Ordinal);
        Assert.Equal(kept.Save(), File.ReadAllBytes(checkpoint));
        File.WriteAllText(checkpoint, "no checkpoint");
        Assert.Contains("This is not a checkpoint that can be used", Run($"fit - -k 2 --checkpoint {checkpoint}", "x\n1\n2\n").Messages, StringComparison.Ordinal);
    }
}
