"""core/stories"""
