namespace Lloyd.Datasets;

/// <summary>Made points, and what is known about how they were made.</summary>
/// <param name="Points">The n × d points.</param>
/// <param name="Labels">For each point the cluster that it was made for, counted from 0; empty where the points were
/// made without clusters.</param>
/// <param name="Centers">The k × d centres around which the points were scattered; nothing where there are none.</param>
public sealed record Dataset(Points<double> Points, ReadOnlyMemory<int> Labels, Points<double>? Centers);
