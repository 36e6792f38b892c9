
namespace Lloyd.Orleans;

internal sealed class JobList([PersistentState("jobs")] IPersistentState<JobListState> state) : Grain, IJobList
{
    public Task AddAsync(Guid job)
    {
        if (!state.State.Jobs.Contains(job))
            state.State.Jobs.Add(job);
        return state.State.Active.Add(job) ? state.WriteStateAsync() : Task.CompletedTask;
    }

    public Task EndAsync(Guid job) => state.State.Active.Remove(job) ? state.WriteStateAsync() : Task.CompletedTask;

    public Task RemoveAsync(Guid job) =>
        state.State.Jobs.Remove(job) | state.State.Active.Remove(job) ? state.WriteStateAsync() : Task.CompletedTask;

    public Task<Guid[]> ActiveAsync() => Task.FromResult(state.State.Active.ToArray());

    public Task<Guid[]> AllAsync() => Task.FromResult(Enumerable.Reverse(state.State.Jobs).ToArray());
}
