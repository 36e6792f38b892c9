namespace Lloyd.Data.Reading;

/// <summary>A file that is read.</summary>
internal static class InputFile
{
    /// <exception cref="InvalidInputException">It cannot be opened; the message names it and says what to do.</exception>
    public static FileStream Open(string path)
    {
        string name = Shown.Text(path, limit: 200);
        if (Directory.Exists(path))
            throw new InvalidInputException($"{name}: this is a folder; give a file");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{name}: there is no such file; check the name and the folder", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"{name}: permission to read the file is denied; change its permissions, or copy it", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                $"{name}: the file cannot be opened: {Shown.Text(e.Message, limit: 200)}", e);
        }
    }
}
