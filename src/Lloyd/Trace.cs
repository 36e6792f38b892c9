using System.Collections;

namespace Lloyd;

/// <summary>
/// A whole run, step by step. Of the labels only the changes are kept, so n points take a few bytes each however many
/// steps there are.
/// </summary>
public sealed class Trace : IReadOnlyList<Step>
{
    private readonly List<Step> _steps = [];                            // without their labels
    private readonly List<(int Row, int From, int To)[]> _changes = []; // of step t against step t − 1
    private readonly int[] _labels;                                     // of step _at
    private readonly Lock _lock = new();
    private int _at;

    internal Trace(IEnumerable<Step> steps, IReadOnlyList<int> initialRows)
    {
        InitialRows = initialRows;
        int[] labels = [];
        foreach (Step step in steps)
        {
            ReadOnlySpan<int> next = step.Labels.Span;
            if (labels.Length == 0)
            {
                labels = next.ToArray();
                _changes.Add([]);
            }
            else
            {
                var changes = new List<(int, int, int)>();
                for (int i = 0; i < labels.Length; i++)
                {
                    if (labels[i] != next[i])
                        changes.Add((i, labels[i], next[i]));
                    labels[i] = next[i];
                }
                _changes.Add([.. changes]);
            }
            _steps.Add(WithLabels(step, []));
        }
        _labels = labels;
        _at = _steps.Count - 1;
    }

    /// <summary>The rows of the points that the run started from; empty where centroids were given.</summary>
    public IReadOnlyList<int> InitialRows { get; }

    /// <summary>How many steps there are: T updates make T + 1 steps.</summary>
    public int Count => _steps.Count;

    /// <summary>Step <paramref name="index"/>, its labels put together anew: the cost is that of the changes between
    /// it and the step asked for before.</summary>
    /// <param name="index">0 … Count − 1.</param>
    public Step this[int index]
    {
        get
        {
            Step step = _steps[index];
            lock (_lock)
            {
                while (_at < index)
                    foreach ((int row, _, int to) in _changes[++_at])
                        _labels[row] = to;
                for (; _at > index; _at--)
                    foreach ((int row, int from, _) in _changes[_at])
                        _labels[row] = from;
                return WithLabels(step, [.. _labels]);
            }
        }
    }

    /// <summary>The steps in order.</summary>
    public IEnumerator<Step> GetEnumerator()
    {
        for (int t = 0; t < Count; t++)
            yield return this[t];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Step WithLabels(Step step, int[] labels) => new(
        step.Iteration, step.Metric, step.Centroids, labels, step.Counts, step.Inertia, step.Changed, step.Movement);
}
