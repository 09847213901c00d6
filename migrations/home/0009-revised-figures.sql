-- A year's report counts its half year again: what was corrected, withdrawn or added after the half-year report stands in the
-- year's figure already, and is said as a line of its own, so that both reports can be read side by side.
alter table report_figures add column revised_n bigint not null default 0;
comment on column report_figures.revised_n is 'of total_n, what differs from what earlier reports of days within the window had counted';
