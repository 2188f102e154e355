-- Exact quotients and deviations. DuckDB has no unbounded decimals, and `/` of decimals is a DOUBLE division, which
-- can fall on the wrong side of a rounding tie. So amounts of 4 decimals become whole numbers (of 1/10000, `tenths4`)
-- in HUGEINT (38 digits), and a quotient is rounded on whole numbers, half away from zero.

-- An amount as a whole number of ten-thousandths. Fails rather than loses digits: the columns are decimal(…, 4).
create macro whole(amount) as cast(cast(amount as decimal(38, 4)) * 10000 as hugeint);

-- numerator / denominator (whole numbers) times 10^decimals, rounded half away from zero, as a whole number.
create macro rounded_quotient(numerator, denominator, scale_factor) as
    case
        when denominator = 0 or numerator is null or denominator is null then null
        else
            (case when (numerator < 0) <> (denominator < 0) then -1 else 1 end)
            * ((2 * abs(cast(numerator as hugeint)) * scale_factor + abs(cast(denominator as hugeint)))
                // (2 * abs(cast(denominator as hugeint))))
    end;

-- The quotient of two whole numbers of the same unit, rounded to 6 decimals (shares, rates, growth).
create macro ratio(numerator, denominator) as
    cast(rounded_quotient(numerator, denominator, 1000000::hugeint) as decimal(38, 0)) * 0.000001::decimal(6, 6);

-- A count divided by a count, rounded to 4 decimals (averages of counts).
create macro average(total, number) as
    cast(rounded_quotient(total, number, 10000::hugeint) as decimal(38, 0)) * 0.0001::decimal(4, 4);

-- An amount (4 decimals) divided by a whole number, rounded to 4 decimals.
create macro average_amount(amount, number) as
    cast(rounded_quotient(whole(amount), number, 1::hugeint) as decimal(38, 0)) * 0.0001::decimal(4, 4);

-- floor(sqrt(square / divisor) + 1/2): the DOUBLE root is a guess, corrected by whole numbers.
-- The result r is the greatest with (2r - 1)^2 * divisor <= 4 * square.
create macro fits(root, square, divisor) as
    (2 * root - 1) * (2 * root - 1) * divisor <= 4 * square;

create macro corrected_root(guess, square, divisor) as
    case
        when square <= 0 then 0::hugeint
        when fits(guess + 2, square, divisor) then guess + 2
        when fits(guess + 1, square, divisor) then guess + 1
        when fits(guess, square, divisor) then guess
        when guess < 2 or fits(guess - 1, square, divisor) then greatest(guess - 1, 0::hugeint)
        else guess - 2
    end;

create macro rounded_root(square, divisor) as
    corrected_root(
        cast(floor(sqrt(cast(square as double) / cast(divisor as double)) + 0.5) as hugeint), square, divisor);

-- The deviation of a sample of `number` amounts (4 decimals) from its sum and sum of squares (both of `whole` amounts),
-- rounded to 4 decimals: sqrt((n * sum of squares - sum^2) / (n * (n - 1))).
create macro sample_deviation(number, sum_of_wholes, sum_of_squares) as
    cast(
        rounded_root(
            cast(number as hugeint) * sum_of_squares - sum_of_wholes * sum_of_wholes,
            cast(number as hugeint) * (number - 1))
        as decimal(38, 0))
    * 0.0001::decimal(4, 4);
