/** Horner's rule: the coefficient of the highest power comes first. */
function polynomial(x: number, coefficients: readonly number[]): number {
  let value = 0;
  for (let i = 0; i < coefficients.length; i++) value = value * x + coefficients[i];
  return value;
}

// Near 0: erf(x)/x as a ratio of polynomials in x².
const near = {
  over: [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  under: [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
};

// Up to 4: erfc(x)·e^(x²) in x.
const middle = {
  over: [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  under: [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
};

// Beyond: (1/√π − erfc(x)·e^(x²)·x)·x² in 1/x².
const far = {
  over: [
    0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378,
  ],
  under: [1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918],
};

/**
 * The complementary error function 1 − erf(x) = (2/√π) ∫ₓ^∞ e^(−t²) dt, also where it is tiny: there its relative error
 * is that of e^(−x²) for a rounded x.
 *
 * Cody 1969, "Rational Chebyshev Approximations for the Error Function", whose coefficients these are.
 */
export function erfc(x: number): number {
  const y = Math.abs(x);
  if (!(y > 0.46875)) return 1 - (x * polynomial(x * x, near.over)) / polynomial(x * x, near.under);
  const tail = upperTail(y);
  return x > 0 ? tail : 2 - tail;
}

function upperTail(y: number): number {
  if (y > 27) return 0; // below the smallest number
  const decay = Math.exp(-y * y);
  if (y <= 4) return (decay * polynomial(y, middle.over)) / polynomial(y, middle.under);
  const z = 1 / (y * y);
  const correction = (z * polynomial(z, far.over)) / polynomial(z, far.under);
  return (decay * (1 / Math.sqrt(Math.PI) - correction)) / y;
}
