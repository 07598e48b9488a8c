package com.openagents.sync.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a domain event or a row that holds what somebody wrote: a text, or a list taken from one. Of
 * events it is stored sealed with the actor's key; once that is destroyed it reads as {@link ErasedText}, everywhere.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface PersonalText {}
