/**
 * Files that come with a load job instead of lying in Cloud Storage: in one request, or piece by
 * piece in a session that outlives a crash. A file is kept until its job ended.
 */
package io.bridge.cloud.bigquery.upload;
