-- The number of tasks in each of Celery's queues, for the exporter; an empty queue is a 0 and not
-- missing. SELECT applies to this script only.
redis.call('SELECT', 2)
local told = {}
for _, name in ipairs({'celery', 'accounts', 'trading', 'services'}) do
  table.insert(told, name)
  table.insert(told, tostring(redis.call('LLEN', name)))
end
return told
