using System.Diagnostics;
using System.Globalization;
using Lloyd.Tables;

// With a name and a file: reads it in this process, and prints the seconds and the peak of its memory.
if (args is [var reader, var file])
{
    long started = Stopwatch.GetTimestamp();
    Readers.All[reader](file);
    double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    using var self = Process.GetCurrentProcess();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {self.PeakWorkingSet64}"));
    return;
}

int rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000, rounds = 3;
const int Columns = 16;
double matrix = rows * (double)Columns * sizeof(double);
var folder = Directory.CreateTempSubdirectory("lloyd-tables-");
try
{
    Console.WriteLine($"{rows} × {Columns} float64, {matrix / 1e6:F0} MB; each read is a process of its own, in turn, least of {rounds}");
    Console.WriteLine("format   file MB   library s   lloyd s   ratio   peak/matrix: library   lloyd");
    foreach (var (format, path) in Files.Write(folder.FullName, rows, Columns))
    {
        Measured library = Measured.Worst, lloyd = Measured.Worst;
        for (int round = 0; round < rounds; round++)
        {
            library = library.Least(Measured.Run(format, path));
            lloyd = lloyd.Least(Measured.Run("lloyd", path));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{format,-8} {new FileInfo(path).Length / 1e6,7:F0} {library.Seconds,11:F3} {lloyd.Seconds,9:F3} {lloyd.Seconds / library.Seconds,7:F2} {library.Peak / matrix,22:F2} {lloyd.Peak / matrix,7:F2}"));
    }
}
finally
{
    folder.Delete(recursive: true);
}
