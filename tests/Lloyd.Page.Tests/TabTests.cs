using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>That no test complains means something only if complaints are heard.</summary>
public class TabTests(Browser browser, SharedPlay play)
{
    [Theory]
    [InlineData("console.error('heard')", "heard")]
    [InlineData("setTimeout(() => { throw new Error('thrown'); })", "thrown")]
    [InlineData("Promise.reject(new Error('rejected'))", "rejected")]
    [InlineData("document.head.append(Object.assign(document.createElement('script'), { textContent: '0' }))", "Content Security Policy")]
    [InlineData("document.body.setAttribute('style', 'color: red')", "Content Security Policy")]
    [InlineData("new Image().src = 'http://127.0.0.2/picture.png'", "Content Security Policy")]
    [InlineData("fetch('/missing.js')", "404")]
    [InlineData("new Worker('/js/main.js', { type: 'module' })", "is not defined")]
    public async Task A_complaint_is_heard(string fault, string words)
    {
        await using Tab tab = await browser.OpenAsync();
        await tab.GoToAsync(play.Address);
        await tab.UntilAsync("window.lloyd");
        Assert.Empty(tab.Complaints);
        await tab.EvaluateAsync<object>($"void ({fault})");
        await tab.UntilComplaintAsync();
        Assert.Contains(tab.Complaints, complaint => complaint.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_crash_is_heard_at_once()
    {
        await using Tab tab = await browser.OpenAsync();
        await tab.GoToAsync(play.Address);
        Assert.False(tab.HasCrashed);
        await tab.CrashAsync();
        Assert.True(tab.HasCrashed);
        await Assert.ThrowsAsync<IOException>(() => tab.UntilAsync("window.lloyd"));
    }
}
