namespace Lloyd.Pictures;

/// <summary>A place in the plane.</summary>
public readonly record struct Place(double X, double Y)
{
    internal double Squared => X * X + Y * Y;

    internal Place From(Place origin) => new(X - origin.X, Y - origin.Y);

    internal double Times(Place other) => X * other.X + Y * other.Y;
}
