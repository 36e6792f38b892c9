using System.ComponentModel;
using System.Diagnostics;

namespace Lloyd.Cli.Serving;

/// <summary>The browser of whoever sits at the machine.</summary>
internal static class DefaultBrowser
{
    /// <summary>Opens an address. Where there is no browser nothing happens: the address has been printed.</summary>
    public static void Open(Uri address)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new(address.AbsoluteUri) { UseShellExecute = true }
            : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.AbsoluteUri])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        try
        {
            Process.Start(start)?.Dispose();
        }
        catch (Win32Exception)
        {
        }
    }
}
