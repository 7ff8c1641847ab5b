/**
 * Processor milliseconds that this process spends in a call. Tests of "ends at once" go by this and not by the clock: on a busy machine the
 * clock says more about the neighbours.
 */
export function processorMsOf(call: () => void): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
