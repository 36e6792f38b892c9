using System.Net;
using System.Net.Sockets;

namespace Lloyd.Orleans;

/// <summary>Ports on loopback that nobody listens on.</summary>
public static class Ports
{
    private const int Attempts = 100;

    /// <summary>One.</summary>
    public static int Free() => FreeRun(1);

    /// <summary>The first of two that follow each other, as a worker needs them.</summary>
    public static int FreePair() => FreeRun(2);

    private static int FreeRun(int length)
    {
        for (int attempt = 0; ; attempt++)
        {
            using TcpListener first = Listen(0);
            int port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                for (int i = 1; i < length; i++)
                    Listen(port + i).Dispose();
                return port;
            }
            catch (Exception e) when (attempt < Attempts && e is SocketException or ArgumentOutOfRangeException)
            {
            }
        }
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }
}
