/* Adds up amounts while they are typed: inputs data-sum="name" inside [data-sums], their sum in
   output[data-total="name"], what one leaves of another in output[data-rest="whole part"]. The server adds up again. */
"use strict";

/* Satang of what was typed, Thai digits and commas understood; 0 of anything else. */
function satang(text) {
  const plain = text.replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - 0x0e50).replace(/[,\s฿]|บาท/g, "");
  return /^\d{1,13}(\.\d{0,2})?(\.-)?$/.test(plain) ? Math.round(parseFloat(plain) * 100) : 0;
}

function shown(amount, sample) {
  const text = (amount / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return /[๐-๙]/.test(sample) ? text.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit))) : text;
}

function add(place) {
  const sums = {};
  for (const input of place.querySelectorAll("[data-sum]")) {
    sums[input.dataset.sum] = (sums[input.dataset.sum] || 0) + satang(input.value);
  }
  for (const output of place.querySelectorAll("[data-total]")) {
    output.textContent = shown(sums[output.dataset.total] || 0, output.textContent);
  }
  for (const output of place.querySelectorAll("[data-rest]")) {
    const [whole, part] = output.dataset.rest.split(" ");
    output.textContent = shown((sums[whole] || 0) - (sums[part] || 0), output.textContent);
  }
}

document.addEventListener("input", (event) => {
  const place = event.target.closest("[data-sums]");
  if (place) add(place);
});
