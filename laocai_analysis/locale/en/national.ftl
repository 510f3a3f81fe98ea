# Figures of the country, to compare with
national-beside = Over all xã, wards and townships: { $figure } here; { $national } in the country (figure of { $date }).
national-none = There is no figure of the country of the same definition and date to compare with.
national-scope = Only the share over all xã, wards and townships compares with the figure of the country: the official indicator of districts counts xã, wards and townships. The share over the { $counts } does not.
column-country = Country
