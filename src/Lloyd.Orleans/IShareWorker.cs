using Orleans.Concurrency;

namespace Lloyd.Orleans;

/// <summary>Holds a silo's share of the points of a job: there is one for each silo and job.</summary>
[Alias("lloyd.worker")]
internal interface IShareWorker : IGrainWithStringKey
{
    /// <summary>A first look at the files.</summary>
    [AlwaysInterleave, ResponseTimeout("01:00:00"), Alias("survey")]
    Task<Survey> SurveyAsync(ClusterData data);

    /// <summary>Takes a piece of a question that is too long for one message.</summary>
    [AlwaysInterleave, Alias("put")]
    Task PutAsync(Guid number, int length, int offset, Immutable<byte[]> piece);

    /// <summary>Answers a question; the same again from memory.</summary>
    [AlwaysInterleave, ResponseTimeout("01:00:00"), Alias("ask")]
    Task<Reply> AskAsync(Request request);

    /// <summary>More of an answer that is too long for one message; nothing where it is forgotten.</summary>
    [AlwaysInterleave, Alias("fetch")]
    Task<Immutable<byte[]>> FetchAsync(Guid number, int offset);

    /// <summary>Lets go of everything: the job has ended.</summary>
    [AlwaysInterleave, Alias("forget")]
    Task ForgetAsync();
}

/// <summary>What is found at a place.</summary>
/// <param name="Error">Why it cannot be used; empty where it can.</param>
[GenerateSerializer, Immutable, Alias("lloyd.survey")]
internal sealed record Survey([property: Id(0)] SurveyedFile[] Files, [property: Id(1)] string Error);
