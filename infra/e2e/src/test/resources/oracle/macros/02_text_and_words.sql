-- One thread and the insertion order keep the lines in the order of their file.
set threads = 1;
set preserve_insertion_order = true;

-- What section 2 of the contract says of text, numbers and words.
create macro blank_as_null(value) as nullif(trim(value, ' ' || chr(9) || chr(10) || chr(13)), '');

-- Amounts of up to 4 decimals. Anything else is unreadable: null, where the text is not.
create macro number(value) as
    case
        when regexp_full_match(value, '[+-]?[0-9]{1,14}([.][0-9]{1,4})?') then cast(value as decimal(18, 4))
    end;

-- Quantities are whole in all sets (1, 1.0): a broken one must not be rounded in silence.
create macro whole_number(value) as
    case
        when regexp_full_match(value, '[+-]?[0-9]{1,14}([.]0+)?') then cast(number(value) as decimal(14, 0))
        when number(value) is not null then error('A quantity is not whole: ' || value)
    end;

create macro yes_no(value) as
    case
        when lower(value) in ('1', 'true', 'yes') then true
        when lower(value) in ('0', 'false', 'no') then false
    end;

-- The word of a vocabulary, whatever its case; any other word becomes `others`.
create macro word(value, words, others) as
    case
        when value is not null then coalesce(list_filter(words, lambda known: lower(known) = lower(value))[1], others)
    end;

-- What a line without a sku is known by: coca-cola-coke-1-5l.
create macro slug(brand, product) as
    nullif(trim(regexp_replace(lower(concat_ws('-', brand, product)), '[^a-z0-9]+', '-', 'g'), '-'), '');
