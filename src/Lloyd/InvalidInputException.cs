namespace Lloyd;

/// <summary>
/// Thrown when data, or data and settings together, cannot be used. The message is one line that says what was
/// found, where (row, column, value), and what to do; it is meant to be shown to the person who gave the input.
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Creates the exception without a message; prefer the overloads that say what was found.</summary>
    public InvalidInputException() { }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    public InvalidInputException(string message) : base(message) { }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidInputException(string message, Exception innerException) : base(message, innerException) { }
}
