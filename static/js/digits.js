// Numbers in Bengali digits.

const DIGITS = "০১২৩৪৫৬৭৮৯";

export const bengali = (number) => String(number).replace(/[0-9]/g, (digit) => DIGITS[digit]);
