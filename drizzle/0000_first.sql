CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `apikey` (
	`id` text PRIMARY KEY NOT NULL,
	`config_id` text DEFAULT 'default' NOT NULL,
	`name` text,
	`start` text,
	`reference_id` text NOT NULL,
	`prefix` text,
	`key` text NOT NULL,
	`refill_interval` integer,
	`refill_amount` integer,
	`last_refill_at` integer,
	`enabled` integer DEFAULT true NOT NULL,
	`rate_limit_enabled` integer DEFAULT false NOT NULL,
	`rate_limit_time_window` integer,
	`rate_limit_max` integer,
	`request_count` integer DEFAULT 0 NOT NULL,
	`remaining` integer,
	`last_request` integer,
	`expires_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`permissions` text,
	`metadata` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `apikey_key` ON `apikey` (`key`);--> statement-breakpoint
CREATE INDEX `apikey_reference` ON `apikey` (`reference_id`);--> statement-breakpoint
CREATE TABLE `invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text,
	`status` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`inviter_id` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`inviter_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `invitation_organization` ON `invitation` (`organization_id`);--> statement-breakpoint
CREATE INDEX `invitation_email` ON `invitation` (`email`);--> statement-breakpoint
CREATE TABLE `member` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_user_organization` ON `member` (`user_id`,`organization_id`);--> statement-breakpoint
CREATE INDEX `member_organization` ON `member` (`organization_id`);--> statement-breakpoint
CREATE TABLE `organization` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`logo` text,
	`created_at` integer NOT NULL,
	`metadata` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organization_slug_unique` ON `organization` (`slug`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	`active_organization_id` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`kind` text NOT NULL,
	`adapter` text NOT NULL,
	`name` text NOT NULL,
	`settings` text NOT NULL,
	`sealed_settings` text NOT NULL,
	`sealed_token` text,
	`enabled` integer DEFAULT true NOT NULL,
	`health` text DEFAULT 'new' NOT NULL,
	`health_reason` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`backoff_until` integer,
	`last_ok_at` integer,
	`last_webhook_at` integer,
	`watermark` integer,
	`next_sync_at` integer,
	`budget` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `connections_org` ON `connections` (`org_id`,`kind`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`kind` text NOT NULL,
	`adapter` text NOT NULL,
	`key` text NOT NULL,
	`received_at` integer NOT NULL,
	`headers` text NOT NULL,
	`url` text DEFAULT '' NOT NULL,
	`body` blob NOT NULL,
	`verified` text NOT NULL,
	`state` text DEFAULT 'received' NOT NULL,
	`note` text,
	`effects` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`processed_at` integer
);
--> statement-breakpoint
CREATE INDEX `inbox_pending` ON `inbox` (`id`) WHERE "inbox"."state" = 'received';--> statement-breakpoint
CREATE INDEX `inbox_org` ON `inbox` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `inbox_keys` (
	`connection_id` text NOT NULL,
	`key` text NOT NULL,
	`inbox_id` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `inbox_numbers` (
	`org_id` text NOT NULL,
	`number` text NOT NULL,
	`inbox_id` integer NOT NULL,
	PRIMARY KEY(`org_id`, `number`, `inbox_id`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`payload` text NOT NULL,
	`run_at` integer,
	`lease_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`reason` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_key_unique` ON `jobs` (`key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`run_at`) WHERE "jobs"."run_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_org` ON `jobs` (`org_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `sync_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`channel` text NOT NULL,
	`trigger` text NOT NULL,
	`state` text NOT NULL,
	`updated_since` integer,
	`cursor` text,
	`newest_update` integer,
	`pages` integer DEFAULT 0 NOT NULL,
	`seen` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`updated` integer DEFAULT 0 NOT NULL,
	`unchanged` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`pending` integer DEFAULT 0 NOT NULL,
	`reason` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `sync_runs_org` ON `sync_runs` (`org_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `sync_runs_connection` ON `sync_runs` (`connection_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `sync_runs_live` ON `sync_runs` (`state`) WHERE "sync_runs"."state" IN ('running', 'waiting');--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`seq` integer NOT NULL,
	`stream` text NOT NULL,
	`version` integer NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`data` text NOT NULL,
	`cause` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_org_seq` ON `events` (`org_id`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `events_stream_version` ON `events` (`stream`,`version`);--> statement-breakpoint
CREATE TABLE `order_counts` (
	`org_id` text NOT NULL,
	`channel` text NOT NULL,
	`status` text NOT NULL,
	`sync_state` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`org_id`, `channel`, `status`, `sync_state`)
);
--> statement-breakpoint
CREATE TABLE `order_lines` (
	`order_id` text NOT NULL,
	`external_id` text NOT NULL,
	`org_id` text NOT NULL,
	`position` integer NOT NULL,
	`sku` text,
	`title` text NOT NULL,
	`variant` text,
	`quantity` integer NOT NULL,
	`unfulfilled` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`refunded` integer NOT NULL,
	`price_minor` integer NOT NULL,
	`requires_shipping` integer NOT NULL,
	PRIMARY KEY(`order_id`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `order_payloads` (
	`order_id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`payload` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`rid` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`org_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`channel` text NOT NULL,
	`external_id` text NOT NULL,
	`number` text NOT NULL,
	`placed_at` integer NOT NULL,
	`channel_updated_at` integer NOT NULL,
	`currency` text,
	`total_minor` integer,
	`payment` text NOT NULL,
	`status` text NOT NULL,
	`on_hold` integer DEFAULT false NOT NULL,
	`cancelled_at` integer,
	`seller_mark` text,
	`customer_name` text,
	`customer_email` text,
	`country` text,
	`units` integer DEFAULT 0 NOT NULL,
	`shipped` integer DEFAULT 0 NOT NULL,
	`delivered` integer DEFAULT 0 NOT NULL,
	`parcel_status` text,
	`sync_state` text NOT NULL,
	`sync_reason` text,
	`sync_attempts` integer DEFAULT 0 NOT NULL,
	`sync_next_at` integer,
	`last_run_id` text,
	`detail` text,
	`digest` text,
	`note` text,
	`version` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_id_unique` ON `orders` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_external` ON `orders` (`connection_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `orders_placed` ON `orders` (`org_id`,"placed_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX `orders_channel` ON `orders` (`org_id`,`channel`,"placed_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`org_id`,`status`,"placed_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX `orders_sync` ON `orders` (`org_id`,`sync_state`,"placed_at" desc,"id" desc);--> statement-breakpoint
CREATE TABLE `org_settings` (
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `mailbox` (
	`notification_id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`from_address` text NOT NULL,
	`to_address` text NOT NULL,
	`subject` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL,
	`headers` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mailbox_org` ON `mailbox` (`org_id`,`at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`key` text NOT NULL,
	`lane` text NOT NULL,
	`seq` integer NOT NULL,
	`trigger` text NOT NULL,
	`channel` text NOT NULL,
	`recipient` text NOT NULL,
	`order_id` text,
	`shipment_id` text,
	`payload` text NOT NULL,
	`subject` text NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`reason` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_at` integer,
	`lease_until` integer,
	`sender` text,
	`provider_id` text,
	`first_tried_at` integer,
	`sent_at` integer,
	`receipt_at` integer,
	`cause` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_at`) WHERE "outbox"."next_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`lane`,`seq`);--> statement-breakpoint
CREATE INDEX `outbox_org` ON `outbox` (`org_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `outbox_provider` ON `outbox` (`provider_id`);--> statement-breakpoint
CREATE INDEX `outbox_order` ON `outbox` (`order_id`);--> statement-breakpoint
CREATE TABLE `preferences` (
	`org_id` text NOT NULL,
	`address` text NOT NULL,
	`trigger` text NOT NULL,
	`scope` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `address`, `trigger`, `scope`)
);
--> statement-breakpoint
CREATE TABLE `suppressions` (
	`org_id` text NOT NULL,
	`address` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `address`)
);
--> statement-breakpoint
CREATE TABLE `shipments` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`order_id` text,
	`carrier` text NOT NULL,
	`number` text NOT NULL,
	`scope` text NOT NULL,
	`connection_id` text,
	`handle` text,
	`unique_id` text,
	`external_fulfilment_id` text,
	`tracking_url` text,
	`lines` text NOT NULL,
	`token` text NOT NULL,
	`token_expires_at` integer,
	`token_revoked_at` integer,
	`status` text DEFAULT 'pre_transit' NOT NULL,
	`reason` text,
	`status_at` integer,
	`delivered_at` integer,
	`post_delivery` integer DEFAULT false NOT NULL,
	`eta` text,
	`proof` text,
	`scan_count` integer DEFAULT 0 NOT NULL,
	`last_message` text,
	`last_place` text,
	`not_before` integer NOT NULL,
	`shipped_at` integer NOT NULL,
	`last_heard_at` integer,
	`next_poll_at` integer,
	`poll_failures` integer DEFAULT 0 NOT NULL,
	`poll_note` text,
	`push_state` text DEFAULT 'none' NOT NULL,
	`push_reason` text,
	`version` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shipments_token_unique` ON `shipments` (`token`);--> statement-breakpoint
CREATE UNIQUE INDEX `shipments_scope` ON `shipments` (`org_id`,`scope`);--> statement-breakpoint
CREATE INDEX `shipments_number` ON `shipments` (`org_id`,`number`);--> statement-breakpoint
CREATE INDEX `shipments_order` ON `shipments` (`order_id`);--> statement-breakpoint
CREATE INDEX `shipments_status` ON `shipments` (`org_id`,`status`,`changed_at`);--> statement-breakpoint
CREATE INDEX `shipments_poll` ON `shipments` (`next_poll_at`) WHERE "shipments"."next_poll_at" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `tracking_events` (
	`shipment_id` text NOT NULL,
	`key` text NOT NULL,
	`org_id` text NOT NULL,
	`code` text NOT NULL,
	`status` text,
	`reason` text,
	`message` text NOT NULL,
	`local` text NOT NULL,
	`offset_minutes` integer,
	`instant` integer,
	`precision` text NOT NULL,
	`city` text,
	`region` text,
	`postal_code` text,
	`country` text,
	`ordinal` integer,
	`inbox_id` integer,
	PRIMARY KEY(`shipment_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`sku` text NOT NULL,
	`title` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_sku` ON `products` (`org_id`,`sku`);--> statement-breakpoint
CREATE TABLE `stock` (
	`org_id` text NOT NULL,
	`sku` text NOT NULL,
	`on_hand` integer NOT NULL,
	`allocated` integer NOT NULL,
	`available` integer NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `sku`)
);
--> statement-breakpoint
CREATE TABLE `stock_ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`sku` text NOT NULL,
	`on_hand_delta` integer NOT NULL,
	`allocated_delta` integer NOT NULL,
	`cause` text NOT NULL,
	`cause_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `stock_ledger_sku` ON `stock_ledger` (`org_id`,`sku`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `stock_ledger_cause` ON `stock_ledger` (`org_id`,`sku`,`cause`,`cause_id`);