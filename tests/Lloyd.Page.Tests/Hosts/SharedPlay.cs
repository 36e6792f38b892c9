[assembly: AssemblyFixture(typeof(Lloyd.Page.Tests.Hosts.SharedPlay))]

namespace Lloyd.Page.Tests.Hosts;

/// <summary>One <c>lloyd play</c> without a file, for every test that only needs the page.</summary>
public sealed class SharedPlay : IAsyncLifetime
{
    private Play? _play;

    public Uri Address => _play!.Address;

    public async ValueTask InitializeAsync() => _play = await Play.StartAsync();

    public ValueTask DisposeAsync() => _play?.DisposeAsync() ?? ValueTask.CompletedTask;
}
