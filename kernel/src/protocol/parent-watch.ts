const LOOK_EVERY_MS = 1000;

/** Calls `gone` once the process that started the kernel has ended. */
export function watchParent(parentPid: number | undefined, gone: () => void): void {
  if (parentPid === undefined) return;
  const ours = process.ppid;
  const timer = setInterval(() => {
    const orphaned = ours === parentPid ? process.ppid !== ours : !isAlive(parentPid);
    if (!orphaned) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Alive, but another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
