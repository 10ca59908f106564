/**
 * Code that ends when nothing the cells started is pending any more: no timer, no file being read. So what is thrown
 * there is known before the kernel is shut down. An interval that nobody clears is given two seconds.
 */
export const drain: string = `await new Promise<void>((drained) => {
  let rounds = 0;
  const pending = () => process.getActiveResourcesInfo().some((kind) => /^(Timeout|FSReq)/.test(kind));
  const check = () => (pending() && ++rounds < 400 ? setTimeout(poll, 5) : drained());
  const poll = () => setImmediate(check); // in a timer's own callback that timer would be counted
  poll();
});`;
