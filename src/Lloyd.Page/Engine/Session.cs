namespace Lloyd.Page;

/// <summary>The points on the page and the run that is being watched, one step at a time.</summary>
internal sealed class Session
{
    private IEnumerator<Step>? _run;
    private int[] _labels = [];

    public Sample Sample { get; private set; } = Sample.Empty;

    /// <summary>The step that the run is at.</summary>
    public Step Step { get; private set; } = null!;

    /// <summary>The rows whose label in this step differs from the one before, in order.</summary>
    public int[] ChangedRows { get; private set; } = [];

    public void Use(Sample sample)
    {
        Sample = sample;
        End();
    }

    public void Start(KMeans settings)
    {
        End();
        _labels = [];
        _run = settings.Steps(Sample.Points).GetEnumerator();
    }

    /// <summary>Computes the next step; false when the run has ended.</summary>
    public bool Next()
    {
        if (_run is null || !_run.MoveNext())
        {
            End();
            return false;
        }
        Step = _run.Current;
        int[] labels = Step.Labels.ToArray();
        ChangedRows = _labels.Length == 0 ? [.. Enumerable.Range(0, labels.Length)] : Differences(_labels, labels);
        _labels = labels;
        return true;
    }

    private void End()
    {
        _run?.Dispose();
        _run = null;
    }

    private static int[] Differences(int[] before, int[] after)
    {
        var rows = new List<int>();
        for (int i = 0; i < after.Length; i++)
            if (before[i] != after[i])
                rows.Add(i);
        return [.. rows];
    }
}
