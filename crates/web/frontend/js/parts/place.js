/** The digits of a division code that carry meaning: "3702" of "370200000000". */
const stem = (code) => code.replace(/(000)*$|(00)*$/, "");

/** Whether one of two places lies in the other: the code of a place begins with the codes of those around it. */
export function belongTogether(one, other) {
  if (one === "" || other === "") return false;
  return stem(one).startsWith(stem(other)) || stem(other).startsWith(stem(one));
}
