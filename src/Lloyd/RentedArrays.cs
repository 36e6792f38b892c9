using System.Buffers;

namespace Lloyd;

/// <summary>
/// Arrays as long as there are points, which the next run finds again: memory that is new to the process costs more
/// than most of what is done with it.
/// </summary>
internal sealed class RentedArrays : IDisposable
{
    private readonly List<Action> _returns = [];

    /// <summary>An array with anything in it, at least so long, until all are given back.</summary>
    public V[] Rent<V>(int length) where V : unmanaged
    {
        V[] array = ArrayPool<V>.Shared.Rent(length);
        HugePages.Advise(array);
        _returns.Add(() => ArrayPool<V>.Shared.Return(array));
        return array;
    }

    public void Dispose()
    {
        foreach (Action giveBack in _returns)
            giveBack();
        _returns.Clear();
    }
}
