using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Lloyd.Peers;

/// <summary>How a peer is called, and how it answers: see peer.py, which says the same for Python.</summary>
internal sealed record PeerCall(
    string Points, string Init, int Iterations, double Tolerance, int Threads, double Budget, string[] More)
{
    // Of many short fits the last ones are reported: warm beyond doubt.
    private const int Kept = 100;

    public static PeerCall Parse(string[] arguments) => new(
        arguments[0], arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture),
        double.Parse(arguments[3], CultureInfo.InvariantCulture), int.Parse(arguments[4], CultureInfo.InvariantCulture),
        double.Parse(arguments[5], CultureInfo.InvariantCulture), arguments[6..]);

    /// <summary>Fits again until the budget is spent, and answers. The first fit is a cold one.</summary>
    /// <param name="part">The part of a fit that counts; the whole when null.</param>
    public void Answer<TModel>(
        Func<TModel> fit, Func<TModel, Outcome> judge, string version, Func<TModel, TimeSpan>? part = null)
    {
        var seconds = new List<double>();
        double sum = 0;
        TModel model;
        do
        {
            long started = Stopwatch.GetTimestamp();
            model = fit();
            TimeSpan whole = Stopwatch.GetElapsedTime(started);
            seconds.Add((part?.Invoke(model) ?? whole).TotalSeconds);
            sum += whole.TotalSeconds;
        }
        while (sum < Budget);
        Outcome outcome = judge(model);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            seconds = seconds.Skip(1).TakeLast(Kept),
            first = seconds[0],
            fits = seconds.Count,
            inertia = outcome.Inertia,
            iterations = outcome.Iterations,
            algorithm = outcome.Algorithm,
            version = $"{version}, .NET {Environment.Version}",
        }));
    }
}
