using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lloyd.Orleans.Tests;

/// <summary>A Redis behind a password and TLS, and that nobody is told the password.</summary>
public class RedisAddressTests
{
    private const string Password = "p@ss/w:rd 1";

    [Theory]
    [InlineData("redis://h", "redis://h")]
    [InlineData("redis://:secret@h:1", "redis://h:1")]
    [InlineData("rediss://me:secret@h:1", "rediss://h:1")]
    [InlineData("redis://:sec@ret@h:1", "redis://h:1")]
    [InlineData("redis://:sec/re:t@h:1", "redis://h:1")]
    [InlineData(":secret@h:1", "h:1")]
    public void NoPasswordIsShown(string address, string shown)
    {
        Assert.Equal(shown, RedisAddress.Shown(address));
        try
        {
            RedisAddress.With(address, null);
        }
        catch (InvalidInputException e)
        {
            Assert.DoesNotContain("sec", e.Message);
            Assert.Contains($"'{shown}' is no address", e.Message);
        }
    }

    [Theory]
    [InlineData("redis://h:1", "redis://:p%40ss%2Fw%3Ard%201@h:1", "")]
    [InlineData("rediss://me@h:1", "rediss://me:p%40ss%2Fw%3Ard%201@h:1", "me")]
    public void APasswordIsAddedWhereThereIsNone(string address, string with, string user)
    {
        Assert.Equal(with, RedisAddress.With(address, Password));
        var options = RedisAddress.Parse(with);
        Assert.Equal(Password, options.Password);
        Assert.Equal(user, options.User ?? "");
        Assert.Equal(with.StartsWith("rediss", StringComparison.Ordinal), options.Ssl);
        Assert.Equal("redis://:own@h:1", RedisAddress.With("redis://:own@h:1", Password));
    }

    [Theory]
    [InlineData("redis://h:1/2")]
    [InlineData("http://h:1")]
    [InlineData("redis://")]
    [InlineData("h:1")]
    public void WhatIsNoAddressIsRefused(string address) =>
        Assert.Contains("give redis://HOST:PORT", Assert.Throws<InvalidInputException>(() => RedisAddress.With(address, null)).Message);

    [Fact]
    public async Task APasswordIsTakenFromTheEnvironmentAndToldToNobody()
    {
        using var redis = new RedisServer("--requirepass", Password);
        (string, string)[] environment = [("LLOYD_REDIS_PASSWORD", Password)];
        using var worker = new Tool(environment, ["worker", "--join", redis.Address, "--log", "json"]);
        await worker.SaysAsync("works at");
        Assert.DoesNotContain(Password, worker.CommandLine);
        (int exit, string output, string messages) = await Tool.RunAsync(environment, ["status", "--join", redis.Address]);
        Assert.True(exit == 0, messages);
        (exit, output, messages) = await Tool.RunAsync("status", "--join", RedisAddress.With(redis.Address, Password));
        Assert.True(exit == 0, messages);

        foreach (string[] command in new[] { new[] { "status" }, ["worker"] })
        {
            (exit, output, messages) = await Tool.RunAsync([.. command, "--join", redis.Address]);
            Assert.Equal(1, exit);
            Assert.Contains($"The Redis at {redis.Address} cannot be used: it wants a password", messages);
            (exit, output, messages) = await Tool.RunAsync([.. command, "--join", RedisAddress.With(redis.Address, "wrong-one")]);
            Assert.Equal(1, exit);
            Assert.Contains("it refuses the password", messages);
            Assert.DoesNotContain("wrong-one", output + messages);
        }
        worker.Signal("TERM");
        await worker.EndAsync();
        Assert.DoesNotContain(Password, worker.Messages + worker.Output);
    }

    [Fact]
    public async Task ARedisWithTlsIsTrustedByItsAuthority()
    {
        string folder = Directory.CreateTempSubdirectory("lloyd-").FullName;
        string authority = Path.Combine(folder, "ca.pem"), certificate = Path.Combine(folder, "redis.pem"), key = Path.Combine(folder, "redis.key");
        WriteCertificates(authority, certificate, key);
        using (var redis = new RedisServer("--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority, "--tls-auth-clients", "no"))
        {
            string address = redis.Address.Replace("redis://", "rediss://", StringComparison.Ordinal);
            (string, string)[] trusting = [("SSL_CERT_FILE", authority)];
            using var worker = new Tool(trusting, ["worker", "--join", address]);
            await worker.SaysAsync("works at");
            (int exit, _, string messages) = await Tool.RunAsync(trusting, ["status", "--join", address]);
            Assert.True(exit == 0, messages);
            (exit, _, messages) = await Tool.RunAsync("status", "--join", address);
            Assert.Equal(1, exit);
            Assert.Contains("certificate", messages);
            (exit, _, messages) = await Tool.RunAsync(trusting, ["status", "--join", redis.Address]);
            Assert.Equal(1, exit);
            Assert.Contains("with TLS (rediss://) or without", messages);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static void WriteCertificates(string authority, string certificate, string key)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1), to = from.AddDays(30);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 root = request.CreateSelfSigned(from, to);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        request = new CertificateRequest("CN=redis", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 server = request.Create(root, from, to, [1, 2, 3, 4]);
        File.WriteAllText(authority, root.ExportCertificatePem());
        File.WriteAllText(certificate, server.ExportCertificatePem());
        File.WriteAllText(key, serverKey.ExportPkcs8PrivateKeyPem());
    }
}
