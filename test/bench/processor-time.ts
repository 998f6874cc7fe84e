/** Milliseconds this process has had of processors, its collector's included: what others do on the machine counts less. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
