using Lloyd.Data;
using Lloyd.Watch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lloyd.Cli.Serving;

/// <summary>A file that was dropped on the page and that the browser's engine cannot read (Parquet, Arrow): POST /engine/read with
/// its bytes is answered with a <see cref="Message"/>: what there is to say of its columns, as JSON, and its rows.</summary>
internal static class TableUpload
{
    public const string Path = EngineCalls.Folder + "read";

    private const long Largest = 1L << 30;              // bytes, of the file and of its rows

    /// <summary>Answers the call; when the browser gives it up, its work ends.</summary>
    public static async Task AnswerAsync(HttpContext context)
    {
        CancellationToken gone = context.RequestAborted;
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = Largest;
        try
        {
            string missing = context.Request.Query["missing"].ToString();
            if (!Enum.TryParse(missing, ignoreCase: true, out MissingPolicy policy) || !Enum.IsDefined(policy))
                throw new InvalidInputException($"missing is '{missing}'; it can be error, drop or mean.");
            await using var file = new FileStream(
                System.IO.Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            await context.Request.Body.CopyToAsync(file, gone);
            file.Position = 0;
            Message answer = await Task.Run(() => Read(file, new TableOptions { Missing = policy }, gone), gone);
            await EngineCalls.SendAsync(context, [answer]);
        }
        catch (OperationCanceledException)
        {
        }
        catch (BadHttpRequestException e)               // too long
        {
            context.Response.StatusCode = e.StatusCode;
        }
        catch (InvalidInputException e)
        {
            await EngineCalls.RefuseAsync(context, e.Message);
        }
    }

    private static Message Read(FileStream file, TableOptions options, CancellationToken cancellation)
    {
        using Table table = Table.Read(file, options, null, cancellation);
        Sample sample = Sample.Of(table, truth: "");
        ReadOnlySpan<double> rows = sample.Points.Values;
        if (rows.Length > Largest / sizeof(double))
            throw new InvalidInputException(
                $"{sample.Points.Count} rows of {sample.Columns.Length} columns are more than the page can be sent. Open the file with: lloyd play FILE");
        string about = Json.Text(json =>
        {
            json.WriteStartObject();
            json.WriteAbout(sample);
            json.WriteEndObject();
        });
        return new Message().Add(about).Add(rows);
    }
}
