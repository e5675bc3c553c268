using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace StreamBet.Core.Media;

/// <summary>Starts child processes on one thread that lives as long as the server. On Linux a child that is to end with its parent
/// ends with the thread that started it, and threads of the pool come and go.</summary>
internal static class ChildStarter
{
    private static readonly BlockingCollection<(Process Process, TaskCompletionSource Started)> Waiting = Open();

    /// <summary>Starts a process.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static Task StartAsync(Process process)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add((process, started));
        return started.Task;
    }

    private static BlockingCollection<(Process, TaskCompletionSource)> Open()
    {
        var waiting = new BlockingCollection<(Process, TaskCompletionSource)>();
        new Thread(() => StartEach(waiting)) { IsBackground = true, Name = "Child processes" }.Start();
        return waiting;
    }

    private static void StartEach(BlockingCollection<(Process Process, TaskCompletionSource Started)> waiting)
    {
        foreach (var (process, started) in waiting.GetConsumingEnumerable())
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception fault) when (fault is Win32Exception or IOException or InvalidOperationException)
            {
                started.SetException(fault);
            }
        }
    }
}
