using Lloyd.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The entry point that xunit would generate, and one more purpose: as a child process of InstructionSetTests.
if (args is [Fingerprint.Question])
{
    Console.WriteLine(Fingerprint.Answer());
    return 0;
}
bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
return isServer
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
