// Written by `bun run db:generate` from drizzle/. Do not edit.
import type { Migration } from "./migration.ts";

export const migrations: readonly Migration[] = [
  {
    "tag": "0000_first",
    "when": 1795229638854,
    "hash": "a373afacdebc1bf9fbdc5ecf00ecfb0d3a504de1df136013b7ef790047f5c9d2",
    "statements": [
      "CREATE TABLE `account` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`account_id` text NOT NULL,\n\t`provider_id` text NOT NULL,\n\t`user_id` text NOT NULL,\n\t`access_token` text,\n\t`refresh_token` text,\n\t`id_token` text,\n\t`access_token_expires_at` integer,\n\t`refresh_token_expires_at` integer,\n\t`scope` text,\n\t`password` text,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\tFOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade\n);",
      "CREATE INDEX `account_user` ON `account` (`user_id`);",
      "CREATE TABLE `apikey` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`config_id` text DEFAULT 'default' NOT NULL,\n\t`name` text,\n\t`start` text,\n\t`reference_id` text NOT NULL,\n\t`prefix` text,\n\t`key` text NOT NULL,\n\t`refill_interval` integer,\n\t`refill_amount` integer,\n\t`last_refill_at` integer,\n\t`enabled` integer DEFAULT true NOT NULL,\n\t`rate_limit_enabled` integer DEFAULT false NOT NULL,\n\t`rate_limit_time_window` integer,\n\t`rate_limit_max` integer,\n\t`request_count` integer DEFAULT 0 NOT NULL,\n\t`remaining` integer,\n\t`last_request` integer,\n\t`expires_at` integer,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\t`permissions` text,\n\t`metadata` text\n);",
      "CREATE UNIQUE INDEX `apikey_key` ON `apikey` (`key`);",
      "CREATE INDEX `apikey_reference` ON `apikey` (`reference_id`);",
      "CREATE TABLE `invitation` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`organization_id` text NOT NULL,\n\t`email` text NOT NULL,\n\t`role` text,\n\t`status` text NOT NULL,\n\t`expires_at` integer NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`inviter_id` text NOT NULL,\n\tFOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,\n\tFOREIGN KEY (`inviter_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade\n);",
      "CREATE INDEX `invitation_organization` ON `invitation` (`organization_id`);",
      "CREATE INDEX `invitation_email` ON `invitation` (`email`);",
      "CREATE TABLE `member` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`organization_id` text NOT NULL,\n\t`user_id` text NOT NULL,\n\t`role` text NOT NULL,\n\t`created_at` integer NOT NULL,\n\tFOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,\n\tFOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade\n);",
      "CREATE UNIQUE INDEX `member_user_organization` ON `member` (`user_id`,`organization_id`);",
      "CREATE INDEX `member_organization` ON `member` (`organization_id`);",
      "CREATE TABLE `organization` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`name` text NOT NULL,\n\t`slug` text NOT NULL,\n\t`logo` text,\n\t`created_at` integer NOT NULL,\n\t`metadata` text\n);",
      "CREATE UNIQUE INDEX `organization_slug_unique` ON `organization` (`slug`);",
      "CREATE TABLE `session` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`expires_at` integer NOT NULL,\n\t`token` text NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\t`ip_address` text,\n\t`user_agent` text,\n\t`user_id` text NOT NULL,\n\t`active_organization_id` text,\n\tFOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade\n);",
      "CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);",
      "CREATE INDEX `session_user` ON `session` (`user_id`);",
      "CREATE TABLE `user` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`name` text NOT NULL,\n\t`email` text NOT NULL,\n\t`email_verified` integer DEFAULT false NOT NULL,\n\t`image` text,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL\n);",
      "CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);",
      "CREATE TABLE `verification` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`identifier` text NOT NULL,\n\t`value` text NOT NULL,\n\t`expires_at` integer NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL\n);",
      "CREATE INDEX `verification_identifier` ON `verification` (`identifier`);",
      "CREATE TABLE `connections` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`adapter` text NOT NULL,\n\t`name` text NOT NULL,\n\t`settings` text NOT NULL,\n\t`sealed_settings` text NOT NULL,\n\t`sealed_token` text,\n\t`enabled` integer DEFAULT true NOT NULL,\n\t`health` text DEFAULT 'new' NOT NULL,\n\t`health_reason` text,\n\t`failures` integer DEFAULT 0 NOT NULL,\n\t`backoff_until` integer,\n\t`last_ok_at` integer,\n\t`last_webhook_at` integer,\n\t`watermark` integer,\n\t`next_sync_at` integer,\n\t`budget` text,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL\n);",
      "CREATE INDEX `connections_org` ON `connections` (`org_id`,`kind`);",
      "CREATE TABLE `inbox` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`org_id` text NOT NULL,\n\t`connection_id` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`adapter` text NOT NULL,\n\t`key` text NOT NULL,\n\t`received_at` integer NOT NULL,\n\t`headers` text NOT NULL,\n\t`url` text DEFAULT '' NOT NULL,\n\t`body` blob NOT NULL,\n\t`verified` text NOT NULL,\n\t`state` text DEFAULT 'received' NOT NULL,\n\t`note` text,\n\t`effects` text,\n\t`attempts` integer DEFAULT 0 NOT NULL,\n\t`processed_at` integer\n);",
      "CREATE INDEX `inbox_pending` ON `inbox` (`id`) WHERE \"inbox\".\"state\" = 'received';",
      "CREATE INDEX `inbox_org` ON `inbox` (`org_id`,`id`);",
      "CREATE TABLE `inbox_keys` (\n\t`connection_id` text NOT NULL,\n\t`key` text NOT NULL,\n\t`inbox_id` integer NOT NULL,\n\tPRIMARY KEY(`connection_id`, `key`)\n);",
      "CREATE TABLE `inbox_numbers` (\n\t`org_id` text NOT NULL,\n\t`number` text NOT NULL,\n\t`inbox_id` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `number`, `inbox_id`)\n);",
      "CREATE TABLE `jobs` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`key` text NOT NULL,\n\t`payload` text NOT NULL,\n\t`run_at` integer,\n\t`lease_until` integer,\n\t`attempts` integer DEFAULT 0 NOT NULL,\n\t`state` text DEFAULT 'waiting' NOT NULL,\n\t`reason` text,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL\n);",
      "CREATE UNIQUE INDEX `jobs_key_unique` ON `jobs` (`key`);",
      "CREATE INDEX `jobs_due` ON `jobs` (`run_at`) WHERE \"jobs\".\"run_at\" IS NOT NULL;",
      "CREATE INDEX `jobs_org` ON `jobs` (`org_id`,`created_at`);",
      "CREATE TABLE `sync_runs` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`connection_id` text NOT NULL,\n\t`channel` text NOT NULL,\n\t`trigger` text NOT NULL,\n\t`state` text NOT NULL,\n\t`updated_since` integer,\n\t`cursor` text,\n\t`newest_update` integer,\n\t`pages` integer DEFAULT 0 NOT NULL,\n\t`seen` integer DEFAULT 0 NOT NULL,\n\t`created` integer DEFAULT 0 NOT NULL,\n\t`updated` integer DEFAULT 0 NOT NULL,\n\t`unchanged` integer DEFAULT 0 NOT NULL,\n\t`failed` integer DEFAULT 0 NOT NULL,\n\t`pending` integer DEFAULT 0 NOT NULL,\n\t`reason` text,\n\t`attempts` integer DEFAULT 0 NOT NULL,\n\t`version` integer DEFAULT 0 NOT NULL,\n\t`started_at` integer NOT NULL,\n\t`finished_at` integer\n);",
      "CREATE INDEX `sync_runs_org` ON `sync_runs` (`org_id`,`started_at`);",
      "CREATE INDEX `sync_runs_connection` ON `sync_runs` (`connection_id`,`started_at`);",
      "CREATE INDEX `sync_runs_live` ON `sync_runs` (`state`) WHERE \"sync_runs\".\"state\" IN ('running', 'waiting');",
      "CREATE TABLE `events` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`org_id` text NOT NULL,\n\t`seq` integer NOT NULL,\n\t`stream` text NOT NULL,\n\t`version` integer NOT NULL,\n\t`type` text NOT NULL,\n\t`at` integer NOT NULL,\n\t`data` text NOT NULL,\n\t`cause` text NOT NULL\n);",
      "CREATE UNIQUE INDEX `events_org_seq` ON `events` (`org_id`,`seq`);",
      "CREATE UNIQUE INDEX `events_stream_version` ON `events` (`stream`,`version`);",
      "CREATE TABLE `order_counts` (\n\t`org_id` text NOT NULL,\n\t`channel` text NOT NULL,\n\t`status` text NOT NULL,\n\t`sync_state` text NOT NULL,\n\t`n` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `channel`, `status`, `sync_state`)\n);",
      "CREATE TABLE `order_lines` (\n\t`order_id` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`org_id` text NOT NULL,\n\t`position` integer NOT NULL,\n\t`sku` text,\n\t`title` text NOT NULL,\n\t`variant` text,\n\t`quantity` integer NOT NULL,\n\t`unfulfilled` integer NOT NULL,\n\t`cancelled` integer NOT NULL,\n\t`refunded` integer NOT NULL,\n\t`price_minor` integer NOT NULL,\n\t`requires_shipping` integer NOT NULL,\n\tPRIMARY KEY(`order_id`, `external_id`)\n);",
      "CREATE TABLE `order_payloads` (\n\t`order_id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`payload` text NOT NULL,\n\t`at` integer NOT NULL\n);",
      "CREATE TABLE `orders` (\n\t`rid` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`id` text NOT NULL,\n\t`org_id` text NOT NULL,\n\t`connection_id` text NOT NULL,\n\t`channel` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`number` text NOT NULL,\n\t`placed_at` integer NOT NULL,\n\t`channel_updated_at` integer NOT NULL,\n\t`currency` text,\n\t`total_minor` integer,\n\t`payment` text NOT NULL,\n\t`status` text NOT NULL,\n\t`on_hold` integer DEFAULT false NOT NULL,\n\t`cancelled_at` integer,\n\t`seller_mark` text,\n\t`customer_name` text,\n\t`customer_email` text,\n\t`country` text,\n\t`units` integer DEFAULT 0 NOT NULL,\n\t`shipped` integer DEFAULT 0 NOT NULL,\n\t`delivered` integer DEFAULT 0 NOT NULL,\n\t`parcel_status` text,\n\t`sync_state` text NOT NULL,\n\t`sync_reason` text,\n\t`sync_attempts` integer DEFAULT 0 NOT NULL,\n\t`sync_next_at` integer,\n\t`last_run_id` text,\n\t`detail` text,\n\t`digest` text,\n\t`note` text,\n\t`version` integer DEFAULT 0 NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`changed_at` integer NOT NULL\n);",
      "CREATE UNIQUE INDEX `orders_id_unique` ON `orders` (`id`);",
      "CREATE UNIQUE INDEX `orders_external` ON `orders` (`connection_id`,`external_id`);",
      "CREATE INDEX `orders_placed` ON `orders` (`org_id`,\"placed_at\" desc,\"id\" desc);",
      "CREATE INDEX `orders_channel` ON `orders` (`org_id`,`channel`,\"placed_at\" desc,\"id\" desc);",
      "CREATE INDEX `orders_status` ON `orders` (`org_id`,`status`,\"placed_at\" desc,\"id\" desc);",
      "CREATE INDEX `orders_sync` ON `orders` (`org_id`,`sync_state`,\"placed_at\" desc,\"id\" desc);",
      "CREATE TABLE `org_settings` (\n\t`org_id` text NOT NULL,\n\t`name` text NOT NULL,\n\t`value` text NOT NULL,\n\t`changed_at` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `name`)\n);",
      "CREATE TABLE `mailbox` (\n\t`notification_id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`from_address` text NOT NULL,\n\t`to_address` text NOT NULL,\n\t`subject` text NOT NULL,\n\t`html` text NOT NULL,\n\t`text` text NOT NULL,\n\t`headers` text NOT NULL,\n\t`at` integer NOT NULL\n);",
      "CREATE INDEX `mailbox_org` ON `mailbox` (`org_id`,`at`);",
      "CREATE TABLE `outbox` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`key` text NOT NULL,\n\t`lane` text NOT NULL,\n\t`seq` integer NOT NULL,\n\t`trigger` text NOT NULL,\n\t`channel` text NOT NULL,\n\t`recipient` text NOT NULL,\n\t`order_id` text,\n\t`shipment_id` text,\n\t`payload` text NOT NULL,\n\t`subject` text NOT NULL,\n\t`state` text DEFAULT 'pending' NOT NULL,\n\t`reason` text,\n\t`attempts` integer DEFAULT 0 NOT NULL,\n\t`next_at` integer,\n\t`lease_until` integer,\n\t`sender` text,\n\t`provider_id` text,\n\t`first_tried_at` integer,\n\t`sent_at` integer,\n\t`receipt_at` integer,\n\t`cause` text NOT NULL,\n\t`created_at` integer NOT NULL\n);",
      "CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);",
      "CREATE INDEX `outbox_due` ON `outbox` (`next_at`) WHERE \"outbox\".\"next_at\" IS NOT NULL;",
      "CREATE INDEX `outbox_lane` ON `outbox` (`lane`,`seq`);",
      "CREATE INDEX `outbox_org` ON `outbox` (`org_id`,`created_at`);",
      "CREATE INDEX `outbox_provider` ON `outbox` (`provider_id`);",
      "CREATE INDEX `outbox_order` ON `outbox` (`order_id`);",
      "CREATE TABLE `preferences` (\n\t`org_id` text NOT NULL,\n\t`address` text NOT NULL,\n\t`trigger` text NOT NULL,\n\t`scope` text NOT NULL,\n\t`at` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `address`, `trigger`, `scope`)\n);",
      "CREATE TABLE `suppressions` (\n\t`org_id` text NOT NULL,\n\t`address` text NOT NULL,\n\t`reason` text NOT NULL,\n\t`at` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `address`)\n);",
      "CREATE TABLE `shipments` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`order_id` text,\n\t`carrier` text NOT NULL,\n\t`number` text NOT NULL,\n\t`scope` text NOT NULL,\n\t`connection_id` text,\n\t`handle` text,\n\t`unique_id` text,\n\t`external_fulfilment_id` text,\n\t`tracking_url` text,\n\t`lines` text NOT NULL,\n\t`token` text NOT NULL,\n\t`token_expires_at` integer,\n\t`token_revoked_at` integer,\n\t`status` text DEFAULT 'pre_transit' NOT NULL,\n\t`reason` text,\n\t`status_at` integer,\n\t`delivered_at` integer,\n\t`post_delivery` integer DEFAULT false NOT NULL,\n\t`eta` text,\n\t`proof` text,\n\t`scan_count` integer DEFAULT 0 NOT NULL,\n\t`last_message` text,\n\t`last_place` text,\n\t`not_before` integer NOT NULL,\n\t`shipped_at` integer NOT NULL,\n\t`last_heard_at` integer,\n\t`next_poll_at` integer,\n\t`poll_failures` integer DEFAULT 0 NOT NULL,\n\t`poll_note` text,\n\t`push_state` text DEFAULT 'none' NOT NULL,\n\t`push_reason` text,\n\t`version` integer DEFAULT 0 NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`changed_at` integer NOT NULL\n);",
      "CREATE UNIQUE INDEX `shipments_token_unique` ON `shipments` (`token`);",
      "CREATE UNIQUE INDEX `shipments_scope` ON `shipments` (`org_id`,`scope`);",
      "CREATE INDEX `shipments_number` ON `shipments` (`org_id`,`number`);",
      "CREATE INDEX `shipments_order` ON `shipments` (`order_id`);",
      "CREATE INDEX `shipments_status` ON `shipments` (`org_id`,`status`,`changed_at`);",
      "CREATE INDEX `shipments_poll` ON `shipments` (`next_poll_at`) WHERE \"shipments\".\"next_poll_at\" IS NOT NULL;",
      "CREATE TABLE `tracking_events` (\n\t`shipment_id` text NOT NULL,\n\t`key` text NOT NULL,\n\t`org_id` text NOT NULL,\n\t`code` text NOT NULL,\n\t`status` text,\n\t`reason` text,\n\t`message` text NOT NULL,\n\t`local` text NOT NULL,\n\t`offset_minutes` integer,\n\t`instant` integer,\n\t`precision` text NOT NULL,\n\t`city` text,\n\t`region` text,\n\t`postal_code` text,\n\t`country` text,\n\t`ordinal` integer,\n\t`inbox_id` integer,\n\tPRIMARY KEY(`shipment_id`, `key`)\n);",
      "CREATE TABLE `products` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`sku` text NOT NULL,\n\t`title` text NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`changed_at` integer NOT NULL\n);",
      "CREATE UNIQUE INDEX `products_sku` ON `products` (`org_id`,`sku`);",
      "CREATE TABLE `stock` (\n\t`org_id` text NOT NULL,\n\t`sku` text NOT NULL,\n\t`on_hand` integer NOT NULL,\n\t`allocated` integer NOT NULL,\n\t`available` integer NOT NULL,\n\t`changed_at` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `sku`)\n);",
      "CREATE TABLE `stock_ledger` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`org_id` text NOT NULL,\n\t`sku` text NOT NULL,\n\t`on_hand_delta` integer NOT NULL,\n\t`allocated_delta` integer NOT NULL,\n\t`cause` text NOT NULL,\n\t`cause_id` text NOT NULL,\n\t`at` integer NOT NULL\n);",
      "CREATE INDEX `stock_ledger_sku` ON `stock_ledger` (`org_id`,`sku`,`id`);",
      "CREATE UNIQUE INDEX `stock_ledger_cause` ON `stock_ledger` (`org_id`,`sku`,`cause`,`cause_id`);"
    ]
  },
  {
    "tag": "0001_search_and_counts",
    "when": 1795229680922,
    "hash": "1152a0a77450dfda6f2bbeb4ead5346c2cebb2ed71e477982a86cd589f7457dd",
    "statements": [
      "-- Search over orders. Contentless: the words live once, in the index; rowid = orders.rid; replaceable and deletable by rowid.\n-- `org` holds the organisation's id without punctuation, so that it is one token (see packages/db/src/search.ts).\nCREATE VIRTUAL TABLE orders_fts USING fts5(\n  org, text,\n  content='', contentless_delete=1,\n  tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3'\n);",
      "-- order_counts follows orders. Rows that fall to 0 stay: few combinations exist and most come back.\nCREATE TRIGGER orders_count_insert AFTER INSERT ON orders BEGIN\n  INSERT INTO order_counts (org_id, channel, status, sync_state, n)\n  VALUES (new.org_id, new.channel, new.status, new.sync_state, 1)\n  ON CONFLICT (org_id, channel, status, sync_state) DO UPDATE SET n = n + 1;\nEND;",
      "CREATE TRIGGER orders_count_update AFTER UPDATE OF org_id, channel, status, sync_state ON orders\nWHEN old.status <> new.status OR old.sync_state <> new.sync_state OR old.channel <> new.channel OR old.org_id <> new.org_id\nBEGIN\n  UPDATE order_counts SET n = n - 1\n  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state;\n  INSERT INTO order_counts (org_id, channel, status, sync_state, n)\n  VALUES (new.org_id, new.channel, new.status, new.sync_state, 1)\n  ON CONFLICT (org_id, channel, status, sync_state) DO UPDATE SET n = n + 1;\nEND;",
      "-- Also takes the order out of the search index. INSERT OR REPLACE would not come by here: orders are upserted, never replaced.\nCREATE TRIGGER orders_delete AFTER DELETE ON orders BEGIN\n  UPDATE order_counts SET n = n - 1\n  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state;\n  DELETE FROM orders_fts WHERE rowid = old.rid;\nEND;"
    ]
  },
  {
    "tag": "0002_useful_swordsman",
    "when": 1795231461995,
    "hash": "1b738b663fa5c361946690a9751f734997f727e64b49f36de366f397655ebba2",
    "statements": [
      "DROP INDEX `outbox_org`;",
      "CREATE INDEX `outbox_state` ON `outbox` (`org_id`,`state`,`created_at`,`id`);",
      "CREATE INDEX `outbox_org` ON `outbox` (`org_id`,`created_at`,`id`);"
    ]
  },
  {
    "tag": "0003_lookups",
    "when": 1795233731663,
    "hash": "8519b70d2aa2e8e623ecc419c2f4698b3e8b610d70f13ff602a290537c3e9079",
    "statements": [
      "CREATE INDEX `inbox_attention` ON `inbox` (`org_id`,`state`) WHERE \"inbox\".\"state\" IN ('not_understood', 'unmatched', 'failed');",
      "CREATE INDEX `orders_retry` ON `orders` (`sync_next_at`) WHERE \"orders\".\"sync_next_at\" IS NOT NULL;",
      "CREATE INDEX `shipments_changed` ON `shipments` (`org_id`,`changed_at`,`id`);"
    ]
  },
  {
    "tag": "0004_sync_status",
    "when": 1795236963322,
    "hash": "c90e94a729c4ec556ef372a2851759ea2ae40bd808d1f702fc19c3761e0ee2a7",
    "statements": [
      "CREATE INDEX `orders_sync_status` ON `orders` (`org_id`,`sync_state`,`status`,\"placed_at\" desc,\"id\" desc);"
    ]
  },
  {
    "tag": "0005_screens",
    "when": 1795239561214,
    "hash": "9bd010df813b3056ec006fd2f460f98de24cc37ac95a0b2c9f68cb352e7d901f",
    "statements": [
      "CREATE TABLE `order_slots` (\n\t`org_id` text NOT NULL,\n\t`slot` integer NOT NULL,\n\t`connection_id` text NOT NULL,\n\t`n` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `slot`, `connection_id`)\n);",
      "CREATE TABLE `saved_views` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`user_id` text,\n\t`place` text NOT NULL,\n\t`name` text NOT NULL,\n\t`query` text NOT NULL,\n\t`position` integer DEFAULT 0 NOT NULL,\n\t`created_at` integer NOT NULL\n);",
      "CREATE INDEX `saved_views_org` ON `saved_views` (`org_id`,`place`,`position`);",
      "CREATE TABLE `reports` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`org_id` text NOT NULL,\n\t`shipment_id` text NOT NULL,\n\t`order_id` text,\n\t`kind` text NOT NULL,\n\t`message` text NOT NULL,\n\t`contact` text,\n\t`state` text DEFAULT 'open' NOT NULL,\n\t`closed_by` text,\n\t`closed_at` integer,\n\t`created_at` integer NOT NULL\n);",
      "CREATE INDEX `reports_open` ON `reports` (`org_id`,`created_at`) WHERE \"reports\".\"state\" = 'open';",
      "CREATE INDEX `reports_order` ON `reports` (`order_id`);",
      "CREATE INDEX `reports_shipment` ON `reports` (`shipment_id`);",
      "ALTER TABLE `shipments` ADD `promised` text;",
      "ALTER TABLE `shipments` ADD `due_at` integer;",
      "ALTER TABLE `shipments` ADD `moved_at` integer;",
      "CREATE INDEX `shipments_by_number` ON `shipments` (`number`);",
      "CREATE INDEX `shipments_due` ON `shipments` (`org_id`,`due_at`) WHERE \"shipments\".\"delivered_at\" IS NULL AND \"shipments\".\"due_at\" IS NOT NULL;",
      "CREATE INDEX `shipments_moved` ON `shipments` (`org_id`,`moved_at`) WHERE \"shipments\".\"delivered_at\" IS NULL;",
      "CREATE INDEX `inbox_duplicates` ON `inbox` (`connection_id`,`key`) WHERE \"inbox\".\"state\" = 'duplicate';",
      "CREATE INDEX `orders_connection` ON `orders` (`org_id`,`connection_id`,\"placed_at\" desc,\"id\" desc);",
      "CREATE INDEX `orders_number` ON `orders` (`number`);"
    ]
  },
  {
    "tag": "0006_order_slots",
    "when": 1795239561513,
    "hash": "f3b37bb7df8aed0e0d3864fc7cd468d30de6c4fc3b48d0e19e21ff2a71e87a92",
    "statements": [
      "-- Orders per half hour and connection follow orders; what is there already is counted once.\nINSERT INTO order_slots (org_id, slot, connection_id, n)\nSELECT org_id, placed_at / 1800000, connection_id, COUNT(*) FROM orders GROUP BY 1, 2, 3;",
      "CREATE TRIGGER orders_slot_insert AFTER INSERT ON orders BEGIN\n  INSERT INTO order_slots (org_id, slot, connection_id, n) VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, 1)\n  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + 1;\nEND;",
      "CREATE TRIGGER orders_slot_update AFTER UPDATE OF placed_at ON orders\nWHEN old.placed_at / 1800000 <> new.placed_at / 1800000\nBEGIN\n  UPDATE order_slots SET n = n - 1\n  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;\n  INSERT INTO order_slots (org_id, slot, connection_id, n) VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, 1)\n  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + 1;\nEND;",
      "CREATE TRIGGER orders_slot_delete AFTER DELETE ON orders BEGIN\n  UPDATE order_slots SET n = n - 1\n  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;\nEND;",
      "-- Parcels from before: the day they were last heard of, and the promise they have now.\nUPDATE shipments SET moved_at = COALESCE(status_at, shipped_at), promised = eta;"
    ]
  },
  {
    "tag": "0007_push_and_carrier",
    "when": 1795243352884,
    "hash": "7658d7e6b6802cbae9d1ffae8332962b889686867abd26d40fb88ebbfc761333",
    "statements": [
      "CREATE INDEX `shipments_push` ON `shipments` (`org_id`,`changed_at`) WHERE \"shipments\".\"push_state\" = 'failed';",
      "CREATE INDEX `shipments_carrier` ON `shipments` (`org_id`,`carrier`,`changed_at`,`id`);"
    ]
  },
  {
    "tag": "0008_orders_that_add_up",
    "when": 1795874979955,
    "hash": "4714e5cbc934e97a1859b20d88c0394e1740791f737b2d8c0a4abd00f3b8ecdd",
    "statements": [
      "ALTER TABLE `order_lines` ADD `price_text` text;",
      "ALTER TABLE `orders` ADD `unshipped` integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE `orders` ADD `to_ship` integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE `orders` ADD `kept` integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE `orders` ADD `parcels` integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE `orders` ADD `parcels_arrived` integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE `orders` ADD `test` integer DEFAULT false NOT NULL;",
      "ALTER TABLE `orders` ADD `cash_on_delivery` integer DEFAULT false NOT NULL;",
      "ALTER TABLE `orders` ADD `archived_at` integer;",
      "ALTER TABLE `orders` ADD `deleted_at` integer;",
      "ALTER TABLE `orders` ADD `refunded_minor` integer;",
      "ALTER TABLE `orders` ADD `buyer_currency` text;",
      "ALTER TABLE `orders` ADD `buyer_total_minor` integer;",
      "ALTER TABLE `shipments` ADD `fulfilment_ids` text DEFAULT '[]' NOT NULL;",
      "ALTER TABLE `shipments` ADD `left_at` integer;",
      "ALTER TABLE `shipments` ADD `replaced_by` text;"
    ]
  },
  {
    "tag": "0009_fulfilments",
    "when": 1795875582650,
    "hash": "cca0bf74532546e256b629406c02c2e2ecb926b59eddfb0fe863f5e18b4b4a0b",
    "statements": [
      "-- One parcel may bring several fulfilments: a list takes the place of the one id.\nUPDATE `shipments` SET `fulfilment_ids` = json_array(`external_fulfilment_id`) WHERE `external_fulfilment_id` IS NOT NULL;",
      "ALTER TABLE `shipments` DROP COLUMN `external_fulfilment_id`;"
    ]
  },
  {
    "tag": "0010_orders_that_count",
    "when": 1795876179428,
    "hash": "690999ff95fa036a49a8103a340d3f4fddc525f6bdad30618d8c35c36bc93144",
    "statements": [
      "-- The counts get two more facts: is anything left to ship, and is it a trial order. They follow from orders, so they are made anew.\nDROP TRIGGER orders_count_insert;",
      "DROP TRIGGER orders_count_update;",
      "DROP TRIGGER orders_delete;",
      "DROP TRIGGER orders_slot_insert;",
      "DROP TRIGGER orders_slot_update;",
      "DROP TRIGGER orders_slot_delete;",
      "DROP TABLE order_counts;",
      "CREATE TABLE `order_counts` (\n\t`org_id` text NOT NULL,\n\t`channel` text NOT NULL,\n\t`status` text NOT NULL,\n\t`sync_state` text NOT NULL,\n\t`to_ship` integer NOT NULL,\n\t`test` integer NOT NULL,\n\t`n` integer NOT NULL,\n\tPRIMARY KEY(`org_id`, `channel`, `status`, `sync_state`, `to_ship`, `test`)\n);",
      "CREATE INDEX `orders_to_ship` ON `orders` (`org_id`,\"placed_at\" desc,\"id\" desc) WHERE \"orders\".\"to_ship\" > 0;",
      "-- What rows of older versions know of it. The job below counts each order exactly, by the rules in the code.\nUPDATE orders SET\n  kept = (SELECT COALESCE(SUM(quantity), 0) FROM order_lines WHERE order_id = orders.id),\n  unshipped = (SELECT COALESCE(SUM(MIN(unfulfilled, quantity)), 0) FROM order_lines WHERE order_id = orders.id AND requires_shipping = 1),\n  parcels = (SELECT COUNT(*) FROM shipments WHERE order_id = orders.id AND status <> 'cancelled'),\n  parcels_arrived = (SELECT COUNT(*) FROM shipments WHERE order_id = orders.id AND status = 'delivered'),\n  test = COALESCE(detail ->> '$.test', 0),\n  refunded_minor = detail ->> '$.refunded';",
      "UPDATE orders SET to_ship = unshipped WHERE status NOT IN ('cancelled', 'refunded', 'completed');",
      "-- A parcel's life begins at its fulfilment; of one typed in here, some days before that (packages/engine/src/shipments/new.ts).\nUPDATE shipments SET not_before = MAX(not_before, shipped_at - CASE push_state WHEN 'none' THEN 432000000 ELSE 1209600000 END);",
      "-- A payment that the channel waits for is no lack of sync.\nUPDATE orders SET sync_state = 'success', sync_reason = NULL WHERE sync_state = 'pending' AND sync_next_at IS NULL\n  AND sync_reason = 'The channel is still waiting for the payment. Waybill reads the order again when it changes.';",
      "-- Neither is an order that its channel deleted.\nUPDATE orders SET deleted_at = changed_at, status = 'deleted', to_ship = 0, sync_state = 'success', sync_next_at = NULL\n  WHERE sync_state = 'failed' AND detail IS NOT NULL AND sync_reason LIKE '% no longer has this order.';",
      "INSERT INTO order_counts (org_id, channel, status, sync_state, to_ship, test, n)\nSELECT org_id, channel, status, sync_state, to_ship > 0, test, COUNT(*) FROM orders GROUP BY 1, 2, 3, 4, 5, 6;",
      "CREATE TRIGGER orders_count_insert AFTER INSERT ON orders BEGIN\n  INSERT INTO order_counts (org_id, channel, status, sync_state, to_ship, test, n)\n  VALUES (new.org_id, new.channel, new.status, new.sync_state, new.to_ship > 0, new.test, 1)\n  ON CONFLICT (org_id, channel, status, sync_state, to_ship, test) DO UPDATE SET n = n + 1;\nEND;",
      "CREATE TRIGGER orders_count_update AFTER UPDATE OF org_id, channel, status, sync_state, to_ship, test ON orders\nWHEN old.status <> new.status OR old.sync_state <> new.sync_state OR (old.to_ship > 0) <> (new.to_ship > 0) OR old.test <> new.test\n  OR old.channel <> new.channel OR old.org_id <> new.org_id\nBEGIN\n  UPDATE order_counts SET n = n - 1\n  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state\n    AND to_ship = (old.to_ship > 0) AND test = old.test;\n  INSERT INTO order_counts (org_id, channel, status, sync_state, to_ship, test, n)\n  VALUES (new.org_id, new.channel, new.status, new.sync_state, new.to_ship > 0, new.test, 1)\n  ON CONFLICT (org_id, channel, status, sync_state, to_ship, test) DO UPDATE SET n = n + 1;\nEND;",
      "-- Also takes the order out of the search index. INSERT OR REPLACE would not come by here: orders are upserted, never replaced.\nCREATE TRIGGER orders_delete AFTER DELETE ON orders BEGIN\n  UPDATE order_counts SET n = n - 1\n  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state\n    AND to_ship = (old.to_ship > 0) AND test = old.test;\n  DELETE FROM orders_fts WHERE rowid = old.rid;\nEND;",
      "-- Trial orders stand in no day.\nDELETE FROM order_slots;",
      "INSERT INTO order_slots (org_id, slot, connection_id, n)\nSELECT org_id, placed_at / 1800000, connection_id, COUNT(*) FROM orders WHERE test = 0 GROUP BY 1, 2, 3;",
      "CREATE TRIGGER orders_slot_insert AFTER INSERT ON orders WHEN new.test = 0 BEGIN\n  INSERT INTO order_slots (org_id, slot, connection_id, n) VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, 1)\n  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + 1;\nEND;",
      "CREATE TRIGGER orders_slot_update AFTER UPDATE OF placed_at, test ON orders\nWHEN old.placed_at / 1800000 <> new.placed_at / 1800000 OR old.test <> new.test\nBEGIN\n  UPDATE order_slots SET n = n - (old.test = 0)\n  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;\n  INSERT INTO order_slots (org_id, slot, connection_id, n)\n  VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, new.test = 0)\n  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + excluded.n;\nEND;",
      "CREATE TRIGGER orders_slot_delete AFTER DELETE ON orders WHEN old.test = 0 BEGIN\n  UPDATE order_slots SET n = n - 1\n  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;\nEND;",
      "-- Once, for each organisation that has orders: they are counted by today's rules (packages/engine/src/sync/recount.ts).\nINSERT INTO jobs (id, org_id, kind, key, payload, run_at, state, created_at, updated_at)\nSELECT 'job_recount_' || org_id, org_id, 'orders.recount', 'orders.recount ' || org_id, '{}', 0, 'waiting', 0, 0\nFROM orders GROUP BY org_id;"
    ],
    "rebuild": true
  },
  {
    "tag": "0011_prices_may_be_withheld",
    "when": 1795876653428,
    "hash": "f18934eff575fea7817985c0f0ffa25fb8edb596a33ce7c059255cfd7c02690e",
    "statements": [
      "CREATE TABLE `__new_order_lines` (\n\t`order_id` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`org_id` text NOT NULL,\n\t`position` integer NOT NULL,\n\t`sku` text,\n\t`title` text NOT NULL,\n\t`variant` text,\n\t`quantity` integer NOT NULL,\n\t`unfulfilled` integer NOT NULL,\n\t`cancelled` integer NOT NULL,\n\t`refunded` integer NOT NULL,\n\t`price_minor` integer,\n\t`requires_shipping` integer NOT NULL,\n\t`price_text` text,\n\tPRIMARY KEY(`order_id`, `external_id`)\n);",
      "INSERT INTO `__new_order_lines`(`order_id`, `external_id`, `org_id`, `position`, `sku`, `title`, `variant`, `quantity`, `unfulfilled`, `cancelled`, `refunded`, `price_minor`, `requires_shipping`, `price_text`) SELECT `order_id`, `external_id`, `org_id`, `position`, `sku`, `title`, `variant`, `quantity`, `unfulfilled`, `cancelled`, `refunded`, `price_minor`, `requires_shipping`, `price_text` FROM `order_lines`;",
      "DROP TABLE `order_lines`;",
      "ALTER TABLE `__new_order_lines` RENAME TO `order_lines`;"
    ],
    "rebuild": true
  },
  {
    "tag": "0012_previous_secrets",
    "when": 1795877203055,
    "hash": "0a7add7f4c714150119e77bebd6d219d87bbd1e4a38aedf850577de355148076",
    "statements": [
      "ALTER TABLE `connections` ADD `sealed_previous` text;",
      "ALTER TABLE `connections` ADD `previous_until` integer;"
    ]
  }
];
