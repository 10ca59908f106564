import { expect, test } from "vitest";
import { checkGradient, grad, hessian, jacobian, tensor, valueAndGrad, vjp } from "../../../lib/index.ts";
import { wrong } from "../refuses.ts";

test("grad(f), valueAndGrad(f), jacobian(f) and hessian(f) refuse f at once, not when called", () => {
  const makers: readonly ((f: never) => unknown)[] = [grad, valueAndGrad, jacobian, hessian];
  for (const make of makers) expect(() => make(wrong("f"))).toThrow('has value "f"');
});

test("grad, valueAndGrad, vjp and checkGradient refuse params before f is called", () => {
  let calls = 0;
  const f = wrong((x: unknown) => {
    calls++;
    return x;
  });
  const calling: readonly ((params: never) => unknown)[] = [
    (params) => grad(f)(params),
    (params) => valueAndGrad(f)(params),
    (params) => vjp(f, params),
    (params) => checkGradient(f, params),
  ];
  for (const call of calling) expect(() => call(wrong({ a: tensor(1), b: 0.5 }))).toThrow("params.b has value 0.5");
  expect(calls).toBe(0);
});
