"""Who is paged, when and through what: routes, tiers, rotations. Pure: values in, values out."""
