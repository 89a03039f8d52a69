/**
 * The plumbing of the mesh, written once: identity, facts (outbox and inbox), problems, correlation
 * and Google's clients. Beans and one-method interfaces; a service replaces a default bean by
 * offering its own.
 */
package io.bridge.runtime;
