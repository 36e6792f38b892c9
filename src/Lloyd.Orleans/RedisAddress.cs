using StackExchange.Redis;

namespace Lloyd.Orleans;

/// <summary>Addresses of the Redis that keeps a cluster together: <c>redis://[[USER]:PASSWORD@]HOST[:PORT]</c>, or
/// <c>rediss://</c> for TLS. What has a meaning in a URL is escaped in a password: <c>%40</c> for @, <c>%2F</c> for /.</summary>
public static class RedisAddress
{
    private const int DefaultPort = 6379;

    /// <summary>The address as it may be shown: without its password.</summary>
    public static string Shown(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int host = address.LastIndexOf('@') + 1, user = address.IndexOf("://", StringComparison.Ordinal) + 3;
        return host > user && user >= 3 ? address[..user] + address[host..] : address[host..];
    }

    /// <summary>The address with a password, unless it has one.</summary>
    /// <param name="address">An address.</param>
    /// <param name="password">The password as it is; null where there is none.</param>
    /// <exception cref="InvalidInputException">It is no such address.</exception>
    public static string With(string address, string? password)
    {
        Uri uri = UriOf(address);
        return string.IsNullOrEmpty(password) || uri.UserInfo.Contains(':', StringComparison.Ordinal)
            ? address
            : $"{uri.Scheme}://{uri.UserInfo}:{Uri.EscapeDataString(password)}@{uri.Authority}";
    }

    /// <summary>Whether there is a Redis that lets us in.</summary>
    /// <exception cref="InvalidInputException">There is none, it wants another password, or its certificate is not
    /// trusted.</exception>
    public static async Task CheckAsync(string address)
    {
        ConfigurationOptions options = Parse(address);
        options.AbortOnConnectFail = true;
        try
        {
            await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().PingAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new InvalidInputException($"The Redis at {Shown(address)} cannot be used: {WhyNot(e)}", e);
        }
    }

    /// <summary>How to connect to a Redis that may be away now and then.</summary>
    /// <exception cref="InvalidInputException">It is no such address.</exception>
    internal static ConfigurationOptions Parse(string address)
    {
        Uri uri = UriOf(address);
        string[] user = uri.UserInfo.Split(':', 2);
        var options = new ConfigurationOptions
        {
            User = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Ssl = uri.Scheme == "rediss",
            CheckCertificateRevocation = false,         // authorities of one's own publish no list
            AbortOnConnectFail = false,
            ConnectTimeout = 2000,
            SyncTimeout = 2000,
            AsyncTimeout = 2000,
            ReconnectRetryPolicy = new LinearRetry(500),
        };
        options.EndPoints.Add(uri.IdnHost, uri.Port > 0 ? uri.Port : DefaultPort);
        return options;
    }

    private static Uri UriOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "redis" or "rediss" && uri.Host.Length > 0
            && uri.PathAndQuery is "" or "/" && uri.Fragment.Length == 0
            ? uri
            : throw new InvalidInputException(
                $"'{Shown(address)}' is no address of a cluster; give redis://HOST:PORT, or rediss://HOST:PORT with TLS. In a password write %40 for @, %2F for / and %3A for :.");

    /// <summary>In the words of the innermost error, which says most; none of them holds the password.</summary>
    private static string WhyNot(Exception e)
    {
        string all = e.ToString();
        if (all.Contains("WRONGPASS", StringComparison.Ordinal))
            return "it refuses the password. Give the right one in the address or, to the lloyd command, in LLOYD_REDIS_PASSWORD.";
        if (all.Contains("NOAUTH", StringComparison.Ordinal))
            return "it wants a password. Give it in the address or, to the lloyd command, in LLOYD_REDIS_PASSWORD.";
        Exception last = e.GetBaseException();
        return $"{last.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Does it run there, and with TLS (rediss://) or without (redis://)?";
    }
}
