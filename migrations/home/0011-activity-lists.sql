-- A page of the activities of many units, the latest day first: without it all of them were read and sorted.
create index activities_day on activities (day desc, created_at desc, id desc);
