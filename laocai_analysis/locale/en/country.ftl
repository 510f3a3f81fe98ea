# 07-country-coverage
country-title = { $indicator }: all provinces, { $year }
country-place = the country
country-key-reported = of { $of } provinces have a return
country-map-title = { $indicator }, { $year }
country-map-caption = Every commune-level unit in the colour of its value; lines: provinces. Source: { $source }
country-map-rough = The map is drawn from the polygons of 2015–2017: the polygon of a unit that was divided since is drawn whole in the unit that took most of its people.
country-table = Coverage by province
column-of-province = Province
country-provinces = By province
country-silent = Without a return, all unknown: { $count } provinces ({ $names }).
