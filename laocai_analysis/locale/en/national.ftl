# Figures of the country, to compare with
national-beside = Over all xã, wards and townships: { $figure } here; { $national } in the country (figure of { $date }).
national-none = There is no figure of the country of the same definition and date to compare with.
national-scope = Only the share over all xã, wards and townships compares with the figure of the country: the official indicator of districts counts xã, wards and townships. The share over the { $counts } does not.
national-heading = Beside the country
national-no-figure = no comparable figure
national-table = Figures of the province of { $year } beside those of the country, of the same definition and the nearest date
column-province = Province
column-country = Country
column-date = Date
