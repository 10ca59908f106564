/** The kernel's process is gone, or never came up. */
export class KernelDied extends Error {
  override readonly name: string = "KernelDied";
}

/** A request was not answered in its time. */
export class TimeLimitExceeded extends Error {
  override readonly name: string = "TimeLimitExceeded";
}
