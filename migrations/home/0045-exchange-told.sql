-- People are told of what comes, is asked back, is sent back or gets no answer by package.
alter table notices drop constraint notices_kind;
alter table notices add constraint notices_kind check (kind in ('delivered', 'owed', 'due', 'reminded', 'decide', 'answered', 'amendment', 'job', 'password',
  'package_arrived', 'package_asked', 'package_returned', 'package_unanswered'));

-- What waits for its receiver's word: looked through every morning.
create index deliveries_unanswered on deliveries (document_id) where exchange_state in ('sent', '01', '13');
