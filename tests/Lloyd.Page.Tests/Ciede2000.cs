namespace Lloyd.Page.Tests;

/// <summary>How different two colours look (G. Sharma, W. Wu, E. Dalal, "The CIEDE2000 color-difference formula", 2005).</summary>
internal static class Ciede2000
{
    /// <summary>CIE L*a*b* (D65) of an sRGB colour, 0 … 255, as an eye with this matrix on linear RGB sees it.</summary>
    public static double[] Lab(double[] rgb, double[] eye)
    {
        double[] linear = [.. rgb.Select(part => part / 255).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        double[] seen = [.. Enumerable.Range(0, 3).Select(row =>
            Math.Clamp(eye[3 * row] * linear[0] + eye[3 * row + 1] * linear[1] + eye[3 * row + 2] * linear[2], 0, 1))];
        double x = Curve((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
        double y = Curve(0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
        double z = Curve((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
    }

    public static double Distance(double[] one, double[] other)
    {
        double meanChroma = (Math.Sqrt(one[1] * one[1] + one[2] * one[2]) + Math.Sqrt(other[1] * other[1] + other[2] * other[2])) / 2;
        double g = 0.5 * (1 - Math.Sqrt(Math.Pow(meanChroma, 7) / (Math.Pow(meanChroma, 7) + Math.Pow(25, 7))));
        (double c1, double h1) = Polar((1 + g) * one[1], one[2]);
        (double c2, double h2) = Polar((1 + g) * other[1], other[2]);
        double turn = c1 * c2 == 0 ? 0 : h2 - h1;
        turn -= 360 * Math.Round(turn / 360);
        double dL = other[0] - one[0], dC = c2 - c1, dH = 2 * Math.Sqrt(c1 * c2) * Sin(turn / 2);
        double meanL = (one[0] + other[0]) / 2, meanC = (c1 + c2) / 2;
        double meanH = c1 * c2 == 0 ? h1 + h2 : Math.Abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
        double t = 1 - 0.17 * Cos(meanH - 30) + 0.24 * Cos(2 * meanH) + 0.32 * Cos(3 * meanH + 6) - 0.20 * Cos(4 * meanH - 63);
        double sL = 1 + 0.015 * Math.Pow(meanL - 50, 2) / Math.Sqrt(20 + Math.Pow(meanL - 50, 2));
        double sC = 1 + 0.045 * meanC, sH = 1 + 0.015 * meanC * t;
        double rotation = -2 * Math.Sqrt(Math.Pow(meanC, 7) / (Math.Pow(meanC, 7) + Math.Pow(25, 7)))
            * Sin(60 * Math.Exp(-Math.Pow((meanH - 275) / 25, 2)));
        return Math.Sqrt(
            Math.Pow(dL / sL, 2) + Math.Pow(dC / sC, 2) + Math.Pow(dH / sH, 2) + rotation * (dC / sC) * (dH / sH));
    }

    private static (double Chroma, double Hue) Polar(double a, double b) =>
        (Math.Sqrt(a * a + b * b), a == 0 && b == 0 ? 0 : (Math.Atan2(b, a) * 180 / Math.PI + 360) % 360);

    private static double Curve(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : (24389.0 / 27 * t + 16) / 116;

    private static double Sin(double degrees) => Math.Sin(degrees * Math.PI / 180);

    private static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);
}
