namespace Lloyd.Orleans;

/// <summary>Addresses of clusters.</summary>
public static class Join
{
    private const int DefaultPort = 6379;

    /// <summary>Host and port of <c>redis://host:6379</c>.</summary>
    /// <exception cref="InvalidInputException">It is not such an address.</exception>
    public static string Redis(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme == "redis" && uri.Host.Length > 0
            && uri.PathAndQuery is "" or "/" && uri.UserInfo.Length == 0
            ? $"{uri.Host}:{(uri.Port > 0 ? uri.Port : DefaultPort)}"
            : throw new InvalidInputException($"'{address}' is no address of a cluster; give redis://HOST:PORT.");
}
