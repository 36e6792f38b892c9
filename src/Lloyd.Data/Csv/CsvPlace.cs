namespace Lloyd.Data.Csv;

/// <summary>A place between two lines of a text file.</summary>
/// <param name="Lines">The lines before it.</param>
/// <param name="FirstLine">The line of the header or, without one, of the first row; 0 where it is still to come.</param>
internal readonly record struct CsvPlace(long Lines, long FirstLine);
