//! Counts in words: the one place that writes thousands and chooses between one and many.

/// `12,345`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 person`, `2 people`, `12,345 people`.
pub fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many_and_thousands_are_parted() {
        for (n, expected) in
            [(0, "0 tickets"), (1, "1 ticket"), (2, "2 tickets"), (1_234_567, "1,234,567 tickets")]
        {
            assert_eq!(plural(n, "ticket", "tickets"), expected);
        }
    }
}
